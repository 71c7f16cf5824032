"""Calls in words: how long things took, and what a case's timeline says of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hubung.cases.choices import EntryKind
from hubung.cases.models import Entry
from hubung.directory.models import Person
from hubung.telephony.models.call import Cause
from hubung.ui import dates


def length(seconds: int) -> str:
    """ "40 sec", "2 min 5 sec", "1 hr 3 min"."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("%(h)d hr %(m)d min") % {"h": hours, "m": minutes}
    if minutes and rest:
        return _("%(m)d min %(s)d sec") % {"m": minutes, "s": rest}
    if minutes:
        return _("%(m)d min") % {"m": minutes}
    return _("%(s)d sec") % {"s": rest}


def names_in(entries: Iterable[Entry]) -> dict[int, str]:
    """Who is named in what the timeline tells of calls, by id."""
    people = {
        person
        for entry in entries
        if entry.kind == EntryKind.CALLED
        for person, _began, _seconds in entry.data.get("talks", ())
    }
    if not people:
        return {}
    return dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))


def title(data: Mapping[str, Any]) -> str:
    """What an entry about a call is called."""
    if data.get("undone"):
        return _("Telephone call taken off this case")
    return _("Message on the answering machine") if data.get("message") else _("Telephone call")


def lines(data: Mapping[str, Any], names: Mapping[int, str]) -> Iterable[str]:
    """What it says of the call: waits, who talked, how it ended, whether it was recorded."""
    if data.get("undone"):
        return
    if data.get("waited"):
        yield _("Waited %(length)s in the queue") % {"length": length(data["waited"])}
    for person, began, seconds in data.get("talks", ()):
        yield _("%(time)s: %(name)s talked with the caller for %(length)s") % {
            "time": dates.clock(datetime.fromisoformat(began)),
            "name": names.get(person, "?"),
            "length": length(seconds),
        }
    if data.get("held"):
        yield _("On hold for %(length)s") % {"length": length(data["held"])}
    if data.get("cause") in Cause.values:
        yield str(Cause(data["cause"]).label)
    if data.get("recorded"):
        yield _("The call was recorded")
    elif data.get("talks"):
        yield _("The call was not recorded")
