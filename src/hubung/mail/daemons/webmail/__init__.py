"""Webmail: Debian's Roundcube as it is, configured to sign people in with Hubung."""
