"""Moving in: mailboxes copied from an older IMAP server, as often as wanted, each message once."""
