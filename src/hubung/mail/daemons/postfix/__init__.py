"""Postfix: takes mail in, hands it on, and sends it out."""
