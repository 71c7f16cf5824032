"""Is mail going out? If not, why, and how much waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.channels.email import queries
from hubung.kernel import clock

#: A relay that is away for less is none of anybody's business.
PATIENCE = timedelta(minutes=30)
_COUNTED = 1000


@dataclass(frozen=True)
class SendingProblem:
    """`no_relay`: none is configured, else the relay does not take what has waited since then."""

    no_relay: bool
    waiting: int
    since: datetime


def sending_problem() -> SendingProblem | None:
    """What keeps mail from going out; None while nothing waits longer than it should."""
    # Shown to everybody at the desk, who must not learn from it of a report of misconduct.
    misconduct = Case.objects.filter(kind=Kind.MISCONDUCT)
    waiting = queries.outbox().exclude(case__in=misconduct).order_by("created_at")
    if settings.HUBUNG.mail.relay:
        waiting = waiting.filter(attempts__gt=0, created_at__lt=clock.now() - PATIENCE)
    oldest = waiting.values_list("created_at", flat=True).first()
    if oldest is None:
        return None
    return SendingProblem(
        no_relay=not settings.HUBUNG.mail.relay,
        waiting=waiting[:_COUNTED].count(),
        since=oldest,
    )
