"""Worked examples of deadlines: each a case that a calendar on the wall could settle."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from hubung.kernel.calendars import Name, Override, WorkCalendar, ministry_calendar
from hubung.kernel.deadlines import (
    CountedDay,
    DayStatus,
    LimitUnit,
    Pause,
    days_left,
    deadline,
    fraction_used,
    remaining,
)
from hubung.kernel.explanations import explain

WIB, WITA, WIT = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
MAKASSAR = ministry_calendar("Asia/Makassar")
JAKARTA = ministry_calendar("Asia/Jakarta")
RECEIVED = datetime(2026, 11, 10, 8, 12, tzinfo=WITA)
WAITED = Pause(
    datetime(2026, 11, 17, 9, 15, tzinfo=WIB), datetime(2026, 11, 18, 19, 47, tzinfo=WITA)
)


def counted(days: tuple[CountedDay, ...]) -> int:
    return sum(day.status is DayStatus.COUNTED for day in days)


def test_fourteen_days_with_two_days_of_waiting() -> None:
    found = deadline(RECEIVED, 14, MAKASSAR, [WAITED])
    assert found.due_at == datetime(2026, 12, 2, 16, tzinfo=WITA)
    assert found.due_at.tzname() == "WITA"
    assert found.at(0.5) == datetime(2026, 11, 23, 16, tzinfo=WITA)
    # 10.5 days: half of the 7.5 office hours of the eleventh counted day, which is a Friday.
    assert found.at(Fraction(3, 4)) == datetime(2026, 11, 27, 11, 15, tzinfo=WITA)
    assert found.at(1) == found.due_at


def test_its_explanation_names_every_day() -> None:
    lines = explain(deadline(RECEIVED, 14, MAKASSAR, [WAITED]), "id")
    assert lines[0] == "Diterima Selasa, 10 November 2026, 08.12 WITA."
    assert lines[1] == "Selasa, 10 November 2026: belum dihitung, hari laporan diterima."
    assert lines[2] == "Rabu, 11 November 2026: hari kerja ke-1."
    assert lines[5] == "Sabtu, 14 November 2026: tidak dihitung, akhir pekan."
    assert lines[8] == (
        "Selasa, 17 November 2026: tidak dihitung, jeda karena kami menunggu jawaban pelapor."
    )
    assert lines[-2] == "Rabu, 2 Desember 2026: hari kerja ke-14."
    assert lines[-1] == "Batas 14 hari kerja berakhir Rabu, 2 Desember 2026, 16.00 WITA."
    assert len(lines) == 25


def test_holidays_are_explained_in_both_languages() -> None:
    found = deadline(datetime(2026, 12, 22, 23, 59, tzinfo=WIB), 2, JAKARTA)
    assert found.due_at == datetime(2026, 12, 28, 16, tzinfo=WIB)
    assert explain(found, "en") == [
        "Received on Tuesday, 22 December 2026, 23:59 WIB.",
        "Tuesday, 22 December 2026: not counted yet, the day of receipt.",
        "Wednesday, 23 December 2026: working day 1.",
        "Thursday, 24 December 2026: not counted, joint leave (Christmas Joint Holiday).",
        "Friday, 25 December 2026: not counted, public holiday (Christmas Day).",
        "Saturday, 26 December 2026: not counted, weekend.",
        "Sunday, 27 December 2026: not counted, weekend.",
        "Monday, 28 December 2026: working day 2.",
        "The limit of 2 working days ends on Monday, 28 December 2026, 16:00 WIB.",
    ]
    indonesian = " ".join(explain(found, "id"))
    assert "cuti bersama (Cuti Bersama Hari Raya Natal)" in indonesian
    assert "hari libur nasional (Hari Raya Natal)" in indonesian


def test_an_offices_own_exceptions_are_explained() -> None:
    calendar = ministry_calendar(
        "Asia/Makassar",
        overrides={
            date(2026, 11, 11): Override(Name("banjir rob", "tidal flood")),
            date(2026, 11, 14): Override(Name("pengganti", "make-up"), ((time(8), time(12)),)),
        },
    )
    found = deadline(RECEIVED, 3, calendar)
    assert found.due_at == datetime(2026, 11, 14, 12, tzinfo=WITA)
    assert explain(found, "id")[2] == (
        "Rabu, 11 November 2026: tidak dihitung, kantor tutup (banjir rob)."
    )
    assert explain(found, "en")[-2] == "Saturday, 14 November 2026: working day 3 (make-up)."


@pytest.mark.parametrize("hour", [0, 7, 12, 17, 23])
def test_the_day_of_receipt_never_counts_at_whatever_hour(hour: int) -> None:
    received = datetime(2026, 11, 10, hour, 30, tzinfo=WITA)
    found = deadline(received, 1, MAKASSAR)
    assert found.due_at == datetime(2026, 11, 11, 16, tzinfo=WITA)


def test_a_report_on_saturday_starts_to_count_on_monday() -> None:
    found = deadline(datetime(2026, 11, 14, 10, tzinfo=WITA), 1, MAKASSAR)
    assert found.due_at == datetime(2026, 11, 16, 16, tzinfo=WITA)


def test_the_day_of_receipt_is_that_of_the_office() -> None:
    """23.30 in Jakarta is already the next day in Jayapura."""
    moment = datetime(2026, 11, 10, 23, 30, tzinfo=WIB)
    in_jakarta = deadline(moment, 5, JAKARTA).due_at
    in_jayapura = deadline(moment, 5, ministry_calendar("Asia/Jayapura")).due_at
    assert in_jakarta == datetime(2026, 11, 17, 16, tzinfo=WIB)
    assert in_jayapura == datetime(2026, 11, 18, 16, tzinfo=WIT)


def test_an_open_pause_leaves_the_date_unknown_and_says_so() -> None:
    found = deadline(RECEIVED, 14, MAKASSAR, [Pause(WAITED.start)])
    assert found.due_at is None
    assert found.paused_since == WAITED.start
    assert found.days[-1].status is DayStatus.PAUSED
    assert found.days[-1].date == date(2026, 11, 17)
    # Two days of fourteen are past, and so may a reminder be; the rest waits for the reporter.
    assert found.at(Fraction(1, 14)) == datetime(2026, 11, 11, 16, tzinfo=WITA)
    assert found.at(0.5) is None
    assert remaining(found, RECEIVED) is None
    assert days_left(found, RECEIVED) is None
    assert fraction_used(found, datetime(2027, 1, 1, tzinfo=UTC)) == pytest.approx(4 / 14)
    assert explain(found, "id")[-1] == (
        "Hitungan berhenti sejak Selasa, 17 November 2026, 10.15 WITA. "
        "Batas 14 hari kerja dihitung lagi begitu pelapor menjawab."
    )


def test_a_pause_after_the_breach_does_not_undo_it() -> None:
    due = datetime(2026, 11, 12, 16, tzinfo=WITA)
    for pause in (Pause(due), Pause(due + timedelta(days=3)), Pause(due, due + timedelta(days=9))):
        assert deadline(RECEIVED, 2, MAKASSAR, [pause]).due_at == due
    before = Pause(due - timedelta(seconds=1))
    assert deadline(RECEIVED, 2, MAKASSAR, [before]).due_at is None


@pytest.mark.parametrize(
    ("begin", "end", "due_day"),
    [
        # Ended at midnight: the next day is whole.
        (datetime(2026, 11, 11, 9, tzinfo=WITA), datetime(2026, 11, 12, tzinfo=WITA), 13),
        # Ended a moment later: it is not.
        (datetime(2026, 11, 11, 9, tzinfo=WITA), datetime(2026, 11, 12, 0, 1, tzinfo=WITA), 16),
        # After office hours, or of no length at all: nothing is lost.
        (datetime(2026, 11, 11, 16, tzinfo=WITA), datetime(2026, 11, 11, 20, tzinfo=WITA), 12),
        (datetime(2026, 11, 11, 9, tzinfo=WITA), datetime(2026, 11, 11, 9, tzinfo=WITA), 12),
        # On the day of receipt, which never counts.
        (datetime(2026, 11, 10, 9, tzinfo=WITA), datetime(2026, 11, 10, 15, tzinfo=WITA), 12),
    ],
)
def test_which_days_a_pause_touches(begin: datetime, end: datetime, due_day: int) -> None:
    found = deadline(RECEIVED, 2, MAKASSAR, [Pause(begin, end)])
    assert found.due_at is not None
    assert found.due_at.date() == date(2026, 11, due_day)


def test_a_pause_over_a_weekend_costs_nothing() -> None:
    pause = Pause(datetime(2026, 11, 13, 17, tzinfo=WITA), datetime(2026, 11, 16, 0, tzinfo=WITA))
    assert (
        deadline(RECEIVED, 14, MAKASSAR, [pause]).due_at == deadline(RECEIVED, 14, MAKASSAR).due_at
    )


def test_thirty_calendar_days_count_holidays_too() -> None:
    found = deadline(RECEIVED, 30, MAKASSAR, unit=LimitUnit.CALENDAR_DAYS)
    assert found.due_at == datetime(2026, 12, 10, 23, 59, 59, tzinfo=WITA)
    assert counted(found.days) == 30
    assert explain(found, "en")[-1] == (
        "The limit of 30 days ends on Thursday, 10 December 2026, 23:59 WITA."
    )


def test_seventy_two_hours_run_day_and_night() -> None:
    received = datetime(2026, 12, 24, 21, 30, 15, tzinfo=WIB)
    found = deadline(received, 72, JAKARTA, unit=LimitUnit.HOURS)
    assert found.due_at == received + timedelta(hours=72)
    assert found.at(0.5) == received + timedelta(hours=36)
    assert explain(found, "id")[1:] == [
        "Kamis, 24 Desember 2026: 2 jam 30 menit dihitung.",
        "Jumat, 25 Desember 2026: 24 jam dihitung.",
        "Sabtu, 26 Desember 2026: 24 jam dihitung.",
        "Minggu, 27 Desember 2026: 21 jam 30 menit dihitung.",
        "Batas 72 jam berakhir Minggu, 27 Desember 2026, 21.30 WIB.",
    ]


def test_a_pause_stops_hours_for_exactly_its_length() -> None:
    received = datetime(2026, 11, 10, 8, tzinfo=UTC)
    pauses = [
        Pause(received + timedelta(hours=1), received + timedelta(hours=3)),
        Pause(received + timedelta(hours=2), received + timedelta(hours=51)),  # overlaps
    ]
    found = deadline(received, 72, JAKARTA, pauses, unit=LimitUnit.HOURS)
    assert found.due_at == received + timedelta(hours=72 + 50)
    assert DayStatus.PAUSED in [day.status for day in found.days]
    open_ended = deadline(
        received, 72, JAKARTA, [Pause(received + timedelta(hours=5))], unit=LimitUnit.HOURS
    )
    assert open_ended.due_at is None
    assert open_ended.at(Fraction(1, 24)) == received + timedelta(hours=3)
    assert fraction_used(open_ended, received + timedelta(days=30)) == pytest.approx(5 / 72)


def test_hours_are_true_hours_where_clocks_change() -> None:
    berlin = WorkCalendar("Europe/Berlin")
    received = datetime(2026, 10, 24, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    found = deadline(received, 72, berlin, unit=LimitUnit.HOURS)
    assert found.due_at is not None
    assert found.due_at.astimezone(UTC) - received.astimezone(UTC) == timedelta(hours=72)


def test_how_much_is_used_stands_still_at_night_and_while_paused() -> None:
    found = deadline(RECEIVED, 14, MAKASSAR, [WAITED])
    evening = datetime(2026, 11, 16, 20, tzinfo=WITA)
    assert fraction_used(found, RECEIVED) == 0
    assert fraction_used(found, evening) == pytest.approx(4 / 14)
    assert fraction_used(found, datetime(2026, 11, 19, 7, tzinfo=WITA)) == pytest.approx(4 / 14)
    assert fraction_used(found, datetime(2026, 11, 19, 11, 15, tzinfo=WITA)) == pytest.approx(
        4.5 / 14
    )
    assert fraction_used(found, datetime(2030, 1, 1, tzinfo=UTC)) == 1


def test_what_is_left() -> None:
    found = deadline(RECEIVED, 14, MAKASSAR, [WAITED])
    morning = datetime(2026, 12, 1, 9, tzinfo=WITA)
    assert remaining(found, morning) == timedelta(days=1, hours=7)
    assert days_left(found, morning) == 1
    assert days_left(found, RECEIVED) == 14
    late = datetime(2026, 12, 3, 16, tzinfo=WITA)
    assert remaining(found, late) == timedelta(days=-1)
    assert days_left(found, late) == 0


def test_a_limit_may_itself_be_a_part_of_a_day() -> None:
    found = deadline(RECEIVED, 0.5, MAKASSAR)
    assert found.due_at == datetime(2026, 11, 11, 11, 15, tzinfo=WITA)
    assert explain(found, "id")[-1].startswith("Batas 0,5 hari kerja berakhir Rabu, 11 November")


@pytest.mark.parametrize("limit", [0, -1, -0.5])
def test_a_limit_of_nothing_is_refused(limit: float) -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        deadline(RECEIVED, limit, MAKASSAR)


def test_times_without_a_zone_and_backward_pauses_are_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        deadline(datetime(2026, 11, 10, 8), 1, MAKASSAR)  # noqa: DTZ001
    with pytest.raises(ValueError, match="with a zone"):
        Pause(datetime(2026, 11, 10, 8))  # noqa: DTZ001
    with pytest.raises(ValueError, match="before it starts"):
        Pause(RECEIVED, RECEIVED - timedelta(seconds=1))
