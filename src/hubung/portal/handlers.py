"""The home page shows the officials' day, so whatever happens to an agenda makes it an old one.

In the transaction that the event tells of: what is closed is on no kept page from that moment on.
"""

from __future__ import annotations

from hubung.disclosure.agenda.events import (
    AgendaEvent,
    ClosingProposed,
    ClosingRefused,
    DiaryEnded,
    DiaryOpened,
    EntryChanged,
    EntryHidden,
    EntryPublished,
    EntryReappeared,
    QuietDayChanged,
)
from hubung.kernel.events import witnesses
from hubung.portal.content import versions


@witnesses(
    DiaryOpened,
    DiaryEnded,
    QuietDayChanged,
    EntryPublished,
    EntryChanged,
    ClosingProposed,
    ClosingRefused,
    EntryHidden,
    EntryReappeared,
)
def show_on_the_home_page(_event: AgendaEvent) -> None:
    versions.change()
