"""Rspamd: looks at each message as it comes in, and signs what goes out."""
