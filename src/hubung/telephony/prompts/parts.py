"""Figures put together from short prompts: each function gives the keys, in the order of speech."""

from __future__ import annotations

from datetime import date

from hubung.kernel.calendars import Language

#: The largest number that can be said.
MOST = 999


def digits(text: str) -> list[str]:
    """Each digit by itself, as a case number is dictated; other signs are passed over."""
    return [f"number-{sign}" for sign in text if sign.isascii() and sign.isdigit()]


def number(value: int) -> list[str]:
    """A whole number, as `dua puluh` `tiga`. Raises ValueError outside 0 to 999."""
    if not 0 <= value <= MOST:
        raise ValueError(f"numbers from 0 to {MOST} can be said, not {value}")
    if value < 20:
        return [f"number-{value}"]
    unit = 100 if value >= 100 else 10
    rest = value % unit
    return [f"number-{value - rest}", *(number(rest) if rest else [])]


def day(on: date, language: Language) -> list[str]:
    """A day without its year: `24 November`, `November 24`."""
    spoken = number(on.day)
    month = f"month-{on.month}"
    return [*spoken, month] if language == "id" else [month, *spoken]


def position(place: int, wait_seconds: float | None = None) -> list[str]:
    """What a waiting caller hears: their place, from 1, and the wait that is expected.

    Minutes are rounded up; a wait that is not known, and a longer one than can be said, is left
    out.
    """
    said = ["queue-next"] if place == 1 else ["queue-position", *number(min(place, MOST))]
    if wait_seconds is None:
        return said
    minutes = -int(-wait_seconds // 60)
    if minutes <= 1:
        return [*said, "queue-wait", "queue-wait-short"]
    if minutes > MOST:
        return said
    return [*said, "queue-wait", *number(minutes), "minutes"]


def case_state(case_number: str, status: str, due: date | None, language: Language) -> list[str]:
    """What is said of a case: its number, its status, and by when there is news."""
    said = ["report-number", *digits(case_number), f"status-{status}"]
    return said if due is None else [*said, "due-by", *day(due, language)]
