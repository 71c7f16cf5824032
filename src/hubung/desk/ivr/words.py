"""What people call the parts of a menu."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.telephony.menu.editing import Kind
from hubung.telephony.menu.tree import Opening

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KINDS: dict[Kind, _StrPromise] = {
    "play": gettext_lazy("Message"),
    "notice": gettext_lazy("Recording notice"),
    "choose": gettext_lazy("Question with keys"),
    "case_status": gettext_lazy("State of a report"),
    "hours": gettext_lazy("Office hours"),
    "jump": gettext_lazy("Jump"),
    "queue": gettext_lazy("Queue"),
    "voicemail": gettext_lazy("Voicemail"),
    "hang_up": gettext_lazy("End of the call"),
}
ICONS: dict[Kind, str] = {
    "play": "chat",
    "notice": "mic",
    "choose": "route",
    "case_status": "file",
    "hours": "clock",
    "jump": "transfer",
    "queue": "users",
    "voicemail": "mail",
    "hang_up": "hangup",
}
LANGUAGES = {"id": gettext_lazy("Indonesian"), "en": gettext_lazy("English")}
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def kind(name: str) -> str:
    """A kind of step; any other word as it is."""
    return next((str(word) for known, word in KINDS.items() if known == name), name)


def days(which: Iterable[int]) -> str:
    """Weekdays in a row by their first and last: Monday–Friday, Sunday."""
    runs: list[list[int]] = []
    for day in sorted(set(which)):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        "–".join(str(WEEKDAYS[day]) for day in dict.fromkeys((run[0], run[-1]))) for run in runs
    )


def opening(one: Opening, zone: str) -> str:
    """Monday–Friday 08:00–16:00 WIB."""
    closes = f"{one.closes:%H:%M}"
    return _("%(days)s, %(opens)s–%(closes)s %(zone)s") % {
        "days": days(one.days),
        "opens": f"{one.opens:%H:%M}",
        "closes": "24:00" if closes == "00:00" else closes,
        "zone": ZONES[zone],
    }
