"""`hubung mail`."""

from __future__ import annotations

import click

from hubung.cli.reach import alone, call


@click.group()
def mail() -> None:
    """Receive mail, and sign what is sent."""


@mail.command()
def receive() -> None:
    """Start only the doors for mail: SMTP, and LMTP for a mail server in front."""
    alone("mail")


@mail.command()
def dkim() -> None:
    """Make the key that signs outgoing mail, if there is none, and print its DNS record."""
    call("hubung.channels.email.commands:dkim")
