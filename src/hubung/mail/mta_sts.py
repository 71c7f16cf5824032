"""Our policy for others' mail servers: mail to us is to be encrypted (MTA-STS, RFC 8461). Pure."""

from __future__ import annotations

import hashlib

from hubung.mail.settings import MailSystem

_SECONDS = 7 * 24 * 3600


def policy(system: MailSystem) -> str:
    """The text to be served as https://mta-sts.<domain>/.well-known/mta-sts.txt."""
    lines = ("version: STSv1", f"mode: {system.mta_sts}", f"mx: {system.hostname}")
    return "".join(f"{line}\r\n" for line in (*lines, f"max_age: {_SECONDS}"))


def identifier(system: MailSystem) -> str:
    """Another one for each policy, for DNS: servers fetch the text anew when this has changed."""
    return hashlib.sha256(policy(system).encode()).hexdigest()[:16]
