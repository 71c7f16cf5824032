"""Dates in words: the ministry's forms in Indonesian and English, in three zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from hubung.ui import dates

MORNING = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)  # 10.12 in Jakarta
WITA = "Asia/Makassar"


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("id", "", "Senin, 30 November 2026, 16.00 WIB"),
        ("en", "", "Monday, 30 November 2026, 16:00 WIB"),
        ("id", WITA, "Senin, 30 November 2026, 17.00 WITA"),
        ("id", "Asia/Jayapura", "Senin, 30 November 2026, 18.00 WIT"),
        ("id", "Asia/Pontianak", "Senin, 30 November 2026, 16.00 WIB"),
    ],
)
def test_a_moment_is_written_with_its_day_and_zone(language: str, zone: str, words: str) -> None:
    with translation.override(language):
        assert dates.when(datetime(2026, 11, 30, 9, tzinfo=UTC), zone) == words


def test_midnight_belongs_to_the_day_of_the_zone() -> None:
    late = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # 23.30 in Jakarta, 00.30 in Makassar
    with translation.override("id"):
        assert dates.day(late) == "Senin, 23 November 2026"
        assert dates.day(late, WITA) == "Selasa, 24 November 2026"
        assert dates.day(date(2026, 11, 23)) == "Senin, 23 November 2026"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (MORNING - timedelta(hours=2), "08.12 WIB"),
        (MORNING - timedelta(days=3), "20 Nov, 10.12 WIB"),
        (MORNING - timedelta(days=365), "23 Nov 2025, 10.12 WIB"),
    ],
)
def test_a_short_moment_says_no_more_than_needed(at: datetime, words: str) -> None:
    with translation.override("id"):
        assert dates.short_when(at, MORNING) == words


@pytest.mark.parametrize(
    ("away", "indonesian", "english", "tone"),
    [
        (timedelta(days=-2, hours=-1), "lewat 2 hr", "2 days late", "danger"),
        (timedelta(hours=-3), "lewat 3 jam", "3 hrs late", "danger"),
        (timedelta(minutes=-12), "lewat 12 mnt", "12 min late", "danger"),
        (timedelta(0), "lewat 1 mnt", "1 min late", "danger"),
        (timedelta(minutes=25), "sisa 25 mnt", "25 min left", "warn"),
        (timedelta(hours=3, minutes=59), "sisa 3 jam", "3 hrs left", "warn"),
        (timedelta(hours=6), "hari ini 16.12", "today 16:12", "warn"),
        (timedelta(hours=14), "sisa 1 hr", "1 day left", ""),
        (timedelta(days=3), "sisa 3 hr", "3 days left", ""),
        (timedelta(days=37), "30 Des", "30 Dec", ""),
        (timedelta(days=60), "22 Jan 2027", "22 Jan 2027", ""),
    ],
)
def test_a_due_date_in_words(away: timedelta, indonesian: str, english: str, tone: str) -> None:
    for language, words in (("id", indonesian), ("en", english)):
        with translation.override(language):
            assert dates.due(MORNING + away, MORNING) == dates.Due(words, tone)  # type: ignore[arg-type]


def test_days_left_are_counted_in_the_zone_of_the_unit() -> None:
    due = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    with translation.override("id"):
        assert dates.due(due, MORNING).words == "hari ini 23.30"
        assert dates.due(due, MORNING, WITA).words == "sisa 1 hr"
