"""The address book as LDAP: Debian's slapd, which asks this program for every answer.

Its database is a socket (slapd-sock(5)): a sign-in or a search comes over it as lines, and what is
written back goes to the mail program. Nothing is copied, so nothing can be out of date.
"""
