"""A deadline in words: one sentence for each day that was counted or skipped, and why.

The sentences are made from the very list of days that the due moment is read from, so they can't
tell another date. Both languages stand side by side here: an explanation is a legal statement,
stored and sent in the reporter's language, whatever the language of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from hubung.kernel.calendars import Language, Span, utc
from hubung.kernel.deadlines import CountedDay, DayStatus, Deadline, LimitUnit

_RECEIVED = {
    "id": "Diterima {moment}.",
    "en": "Received on {moment}.",
}
_COUNTED = {
    LimitUnit.WORKING_DAYS: {
        "id": "{day}: hari kerja ke-{ordinal}{name}.",
        "en": "{day}: working day {ordinal}{name}.",
    },
    LimitUnit.CALENDAR_DAYS: {
        "id": "{day}: hari ke-{ordinal}{name}.",
        "en": "{day}: day {ordinal}{name}.",
    },
    LimitUnit.HOURS: {
        "id": "{day}: {length} dihitung.",
        "en": "{day}: {length} counted.",
    },
}
_SKIPPED = {
    DayStatus.WEEKEND: {
        "id": "{day}: tidak dihitung, akhir pekan.",
        "en": "{day}: not counted, weekend.",
    },
    DayStatus.HOLIDAY: {
        "id": "{day}: tidak dihitung, hari libur nasional{name}.",
        "en": "{day}: not counted, public holiday{name}.",
    },
    DayStatus.JOINT_LEAVE: {
        "id": "{day}: tidak dihitung, cuti bersama{name}.",
        "en": "{day}: not counted, joint leave{name}.",
    },
    DayStatus.OVERRIDE: {
        "id": "{day}: tidak dihitung, kantor tutup{name}.",
        "en": "{day}: not counted, the office is closed{name}.",
    },
    DayStatus.PAUSED: {
        "id": "{day}: tidak dihitung, jeda karena kami menunggu jawaban pelapor.",
        "en": "{day}: not counted, paused while we wait for the reporter.",
    },
    DayStatus.BEFORE_START: {
        "id": "{day}: belum dihitung, hari laporan diterima.",
        "en": "{day}: not counted yet, the day of receipt.",
    },
}
_LIMIT = {
    LimitUnit.WORKING_DAYS: {"id": "{n} hari kerja", "en": "{n} working day{s}"},
    LimitUnit.CALENDAR_DAYS: {"id": "{n} hari", "en": "{n} day{s}"},
    LimitUnit.HOURS: {"id": "{n} jam", "en": "{n} hour{s}"},
}
_DUE = {
    "id": "Batas {limit} berakhir {moment}.",
    "en": "The limit of {limit} ends on {moment}.",
}
_PAUSED = {
    "id": "Hitungan berhenti sejak {moment}. Batas {limit} dihitung lagi begitu pelapor menjawab.",
    "en": "The count stopped on {moment}. The limit of {limit} goes on once the reporter answers.",
}


def explain(deadline: Deadline, language: Language) -> list[str]:
    """Sentences that name the receipt, each day with its reason, and the due moment.

    While an open pause keeps the date unknown, the last sentence says so instead.
    """
    return list(_sentences(deadline, language))


def say_moment(moment: datetime, language: Language) -> str:
    """A moment as people write it: `Rabu, 2 Desember 2026, 16.00 WITA`. The zone is kept."""
    clock = moment.strftime("%H.%M" if language == "id" else "%H:%M")
    return f"{say_day(moment.date(), language)}, {clock} {moment.tzname()}"


@lru_cache(maxsize=2_000)  # a list has few dates, and writing one out is slow
def say_day(day: date, language: Language) -> str:
    """A date as people write it: `Rabu, 2 Desember 2026`, `Wednesday, 2 December 2026`."""
    return format_date(day, "EEEE, d MMMM y", locale=language)


def _sentences(deadline: Deadline, language: Language) -> Iterator[str]:
    yield _RECEIVED[language].format(moment=say_moment(deadline.start, language))
    for day in deadline.days:
        yield _day_sentence(day, deadline.unit, language)
    limit = _limit(deadline, language)
    if deadline.due_at is not None:
        yield _DUE[language].format(limit=limit, moment=say_moment(deadline.due_at, language))
    elif deadline.paused_since is not None:
        paused = deadline.calendar.local(deadline.paused_since)
        yield _PAUSED[language].format(limit=limit, moment=say_moment(paused, language))


def _day_sentence(day: CountedDay, unit: LimitUnit, language: Language) -> str:
    counted = day.status is DayStatus.COUNTED
    sentence = (_COUNTED[unit] if counted else _SKIPPED[day.status])[language]
    return sentence.format(
        day=say_day(day.date, language),
        ordinal=day.ordinal,
        name=f" ({day.name.to(language)})" if day.name else "",
        length=_length(day.spans, language),
    )


def _limit(deadline: Deadline, language: Language) -> str:
    number = format_decimal(float(deadline.limit), locale=language)
    plural = "" if deadline.limit == 1 else "s"
    return _LIMIT[deadline.unit][language].format(n=number, s=plural)


def _length(spans: Sequence[Span], language: Language) -> str:
    seconds = sum((utc(end) - utc(begin)).total_seconds() for begin, end in spans)
    words = ("jam", "menit") if language == "id" else ("h", "min")
    parts = zip(divmod(round(seconds / 60), 60), words, strict=True)
    return " ".join(f"{number} {word}" for number, word in parts if number) or f"0 {words[1]}"
