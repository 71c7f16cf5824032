"""The first page: the doors, and figures that are counted from the registry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from hubung.cases import services
from hubung.cases.choices import Channel, Outcome
from hubung.kernel import clock
from hubung.portal import figures
from tests.support.ministry import Ministry, build

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Ministry:
    cache.clear()
    return build()


def received(ministry: Ministry, *, days_ago: int, answered_after: int | None = None) -> None:
    """A report of some days ago, answered so many days later, or not yet."""
    at = NOW - timedelta(days=days_ago)
    with clock.travel(at):
        case = services.receive_case(channel=Channel.WEB, text="Kapal terlambat.")
    if answered_after is not None:
        with clock.travel(at + timedelta(days=answered_after)):
            services.answer_case(
                actor=ministry.kirana, case=case, text="Sudah.", outcome=Outcome.RESOLVED
            )


def test_the_figures_count_open_reports_too(ministry: Ministry) -> None:
    for after in (1, 3, 7, None):
        received(ministry, days_ago=20, answered_after=after)
    received(ministry, days_ago=120, answered_after=1)
    with clock.travel(NOW):
        found = figures.count()
    assert (found.received, found.answered) == (4, 3)
    # Half of four reporters have their answer once the second one has it.
    assert found.median_hours == 72
    assert found.median_days == 3


def test_no_median_while_fewer_than_half_are_answered(ministry: Ministry) -> None:
    for after in (1, None, None):
        received(ministry, days_ago=20, answered_after=after)
    with clock.travel(NOW):
        assert figures.count().median is None


def test_the_page_shows_the_doors_and_the_figures(ministry: Ministry) -> None:
    visitor = Client(headers={"accept-language": "id"})
    page = visitor.get("/").content.decode()
    assert 'href="/lapor/"' in page
    assert 'action="/lacak/"' in page
    assert "Hasil kerja kami" not in page
    received(ministry, days_ago=10, answered_after=4)
    cache.clear()
    with clock.travel(NOW):
        page = visitor.get("/").content.decode()
    assert "Hasil kerja kami" in page
    assert "4 <small>hari</small>" in page
