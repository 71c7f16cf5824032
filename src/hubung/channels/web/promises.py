"""What a reporter may expect and by when: the steps that follow a report, with their dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubung.cases import clocks
from hubung.cases.choices import ClockName, Kind
from hubung.cases.models import Case, Clock
from hubung.cases.services.receiving import OWN_WAY
from hubung.directory.models import UnitKind
from hubung.directory.queries import home_unit
from hubung.kernel import clock

_STEPS = (ClockName.VERIFY, ClockName.FOLLOW_UP, ClockName.RESOLUTION)


@dataclass(frozen=True)
class Promise:
    """A step after the report: what happens, by when, and in which zone that is said."""

    what: str
    due_at: datetime
    zone: str


def of(case: Case) -> list[Promise]:
    """From the stored clocks of a case, those that are still running."""
    return _promises(case.clocks.filter(met_at__isnull=True, stopped_at__isnull=True))


def if_sent_now(kind: Kind = Kind.COMPLAINT) -> list[Promise]:
    """The dates that a report sent at this moment would get. LookupError when nothing is set up."""
    own_way = kind in OWN_WAY
    home = home_unit(UnitKind.MINISTRY if own_way else UnitKind.CONTACT_CENTRE)
    steps = (ClockName.RESOLUTION,) if own_way else _STEPS
    return _promises(clocks.build(Case(kind=kind, unit=home), steps, clock.now()))


def _promises(running: Iterable[Clock]) -> list[Promise]:
    by_name = {item.name: item for item in running if item.due_at is not None}
    return [
        Promise(_what(by_name[name]), due_at, by_name[name].timezone)
        for name in _STEPS
        if name in by_name and (due_at := by_name[name].due_at)
    ]


def _what(item: Clock) -> str:
    if item.name == ClockName.VERIFY:
        return _("Checked, and with the right unit")
    if item.name == ClockName.FOLLOW_UP:
        return _("First news from whoever handles it")
    if item.hours:
        return _("Final answer (at most %(n)s × 24 hours)") % {"n": item.days}
    days = ngettext("%(n)d working day", "%(n)d working days", item.days) % {"n": item.days}
    return _("Final answer (at most %(days)s)") % {"days": days}
