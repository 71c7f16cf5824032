"""What somebody types into a mail program."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class Programs:
    """One server, and its ports with TLS from the first byte."""

    host: str
    imap: int
    submission: int


def settings_for(request: HttpRequest) -> Programs:
    """Under the name by which the mail system is known, else the one that the browser used."""
    system = settings.HUBUNG.mail_system
    return Programs(
        host=system.hostname or request.get_host().partition(":")[0],
        imap=system.ports.imaps,
        submission=system.ports.submissions,
    )
