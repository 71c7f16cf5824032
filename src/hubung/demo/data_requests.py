"""People who ask about their own data: one has proved a report, the other is yet to be known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from hubung.cases.choices import Channel, Kind, Status
from hubung.cases.models import Case
from hubung.cases.services import ReporterDetails
from hubung.demo.simulation import Journey
from hubung.privacy.choices import Right
from hubung.privacy.services import Asked, receive_request


def journeys(now: datetime) -> Iterator[tuple[datetime, Journey]]:
    """Each with the moment at which it begins; both wait for the information officer."""
    yield now - timedelta(hours=41), _asks_by_name()
    yield now - timedelta(hours=5), _asks_with_code()


def _asks_with_code() -> Journey:
    asked = Asked(right=Right.ACCESS, channel=Channel.WEB, proven=_settled()[0])
    yield from ()
    return receive_request(asked).case


def _asks_by_name() -> Journey:
    reporter = _settled()[1].reporter
    details = ReporterDetails(name=reporter.name, email=reporter.email) if reporter else None
    asked = Asked(
        right=Right.ERASURE,
        channel=Channel.WEB,
        text="Mohon hapus data saya; urusannya sudah selesai.",
        reporter=details,
    )
    yield from ()
    return receive_request(asked).case


def _settled() -> list[Case]:
    """Two reports that are done, of people with a mail address."""
    done = Case.objects.filter(status=Status.CLOSED, reporter__email__gt="")
    return list(done.exclude(kind=Kind.MISCONDUCT).order_by("pk").select_related("reporter")[:2])
