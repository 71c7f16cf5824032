"""Dovecot: keeps the mailboxes, knows who signs in, and filters by each person's rules."""
