"""What the work list can be narrowed by: a sector, and the door that a report came in by."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hubung.cases.choices import Channel
from hubung.desk.story import CHANNEL_ICONS
from hubung.desk.worklist import Query
from hubung.directory.models import Sector


@dataclass(frozen=True)
class Filter:
    """One that the list may have; `address` is that of the list with it, or without if `chosen`."""

    value: str
    label: str
    address: str
    chosen: bool
    #: The name of an icon; a sector has its own way to be drawn.
    sign: str = ""


def filters(query: Query) -> list[tuple[str, list[Filter]]]:
    """Under the heading of each kind."""
    return [
        (_("Sector"), [_filter(query, "sector", *one) for one in Sector.choices]),
        (
            _("Door"),
            [
                _filter(query, "channel", value, label, CHANNEL_ICONS[value])
                for value, label in Channel.choices
            ],
        ),
    ]


def _filter(query: Query, name: str, value: str, label: object, sign: str = "") -> Filter:
    chosen = getattr(query, name) == value
    address = query.but(**{name: "" if chosen else value}).address
    return Filter(value, str(label), address, chosen, sign)
