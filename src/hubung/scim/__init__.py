"""SCIM 2.0 (RFC 7643, RFC 7644) at `/scim/v2`: other programs of the ministry provision accounts.

Users are the people of the directory, groups those mail groups whose members are chosen. What
differs from the standard's examples, and why, is a decision record of its own.
"""
