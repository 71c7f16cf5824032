"""The pages where people make and revoke tokens, beside their account."""
