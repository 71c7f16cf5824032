"""What `hubung mail …` does on the command line."""

from __future__ import annotations

import click
from django.conf import settings

from hubung.channels.email import dkim as signing


def dkim() -> None:
    """Make the missing keys of the domains that send mail, and print their DNS records."""
    domains = {address.rpartition("@")[2] for address in settings.HUBUNG.mail.case_addresses}
    for domain in sorted(domains):
        record = signing.make_key(domain)
        click.echo(f"Key of {domain}: {signing.key_path(domain)}")
        click.echo(f"Publish this record in the DNS of {domain}:\n\n{record}\n")
