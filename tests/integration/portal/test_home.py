"""The first page: the doors, and figures that are counted from the registry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from hubung.cases import services
from hubung.cases.choices import Channel, Outcome
from hubung.insight import lately
from hubung.kernel import clock
from hubung.portal.content import caching
from tests.support.ministry import Ministry, build

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Ministry:
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


def test_the_page_shows_the_doors_and_the_figures(ministry: Ministry) -> None:
    visitor = Client(headers={"accept-language": "id"})
    page = visitor.get("/").content.decode()
    assert 'href="/lapor/"' in page
    assert 'action="/lacak/"' in page
    assert 'id="figures"' not in page
    for _number in range(5):
        received(ministry, days_ago=10, answered_after=4)
    caching.forget()
    with clock.travel(NOW):
        lately.count_lately()
        page = visitor.get("/").content.decode()
    assert 'id="figures"' in page
    assert "4 <small>hari</small>" in page


def test_the_foot_says_how_to_reach_the_information_officer(settings: Settings) -> None:
    visitor = Client(headers={"accept-language": "id"})
    assert "mailto:" not in visitor.get("/").content.decode()
    known = {"ppid_mail": "ppid@surel.example", "ppid_address": "Jalan Rekaan 8, Kota Contoh"}
    ministry = settings.HUBUNG.ministry.model_copy(update=known)
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"ministry": ministry})
    caching.forget()
    foot = visitor.get("/").content.decode().partition("<footer")[2]
    assert 'href="mailto:ppid@surel.example"' in foot
    assert "Jalan Rekaan 8, Kota Contoh" in foot
