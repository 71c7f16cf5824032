"""The ministry's official mail: who has which address, and what the mail daemons are told."""
