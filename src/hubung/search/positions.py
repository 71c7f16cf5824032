"""Where an item stands among all others: the higher its position, the earlier it is shown.

What holds always comes first, then the young before the old, the units last.
"""

from __future__ import annotations

from datetime import date, timedelta

from hubung.search.models import Item, PublicKind

#: What holds always comes before what has a day; an agenda's entry long after news of its day, and
#: an answer, which is asked for longer, before.
_ALWAYS = date.max
_LATER = {PublicKind.AGENDA: timedelta(days=730), PublicKind.ANSWER: timedelta(days=-365)}
#: Items of one day stand in the order of their ids.
_BITS = 32
#: From the lowest position to the highest, both included.
Span = tuple[int, int]


def position(item: Item) -> int:
    """Of a saved item."""
    if item.kind == PublicKind.UNIT:
        rank = 0
    elif item.day is None:
        rank = _ALWAYS.toordinal()
    else:
        rank = item.day.toordinal() - _LATER.get(PublicKind(item.kind), timedelta()).days
    return (rank << _BITS) + item.pk


def span_of_year(year: int, kind: str = "") -> Span:
    """Where all that has a day of this year stands, or all of a kind; others stand there too."""
    days = [later.days for each, later in _LATER.items() if kind in ("", each)] or [0]
    lowest = date(year, 1, 1).toordinal() - max(days)
    highest = date(year, 12, 31).toordinal() - min(days)
    return lowest << _BITS, ((highest + 1) << _BITS) - 1
