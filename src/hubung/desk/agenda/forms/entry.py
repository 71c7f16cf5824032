"""An activity, short enough for half a minute; what is rarely needed is folded away."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy

from hubung.channels.web.forms import Text
from hubung.desk.agenda.forms.fields import time_field
from hubung.desk.setup.forms.fields import day_field
from hubung.directory.models import TimeZone
from hubung.disclosure.agenda.choices import Status
from hubung.disclosure.agenda.models import Entry
from hubung.disclosure.agenda.services import Said
from hubung.ui.forms import DayField, DayInput

#: Shown folded away, unless one of them says something.
SELDOM = ("last_day", "timezone", "status", "result", "gifts", "travel")


def _area(label: Any, hint: Any = "") -> forms.CharField:
    return Text(
        label=label,
        help_text=hint,
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class EntryForm(forms.Form):
    """What the office says of an activity."""

    subject = Text(
        label=gettext_lazy("What is it about?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True}),
        error_messages={"required": gettext_lazy("Say what it is about.")},
    )
    day = day_field(gettext_lazy("Day"))
    start = time_field(gettext_lazy("Starts"))
    end = time_field(gettext_lazy("Ends"))
    place = Text(
        label=gettext_lazy("Place"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "places"}),
    )
    guests = Text(
        label=gettext_lazy("With whom, from outside"),
        help_text=gettext_lazy("Organisations and people, as they are known publicly."),
        required=False,
        max_length=1000,
    )
    attendees = Text(
        label=gettext_lazy("With whom, from the ministry"), required=False, max_length=1000
    )
    last_day = DayField(
        label=gettext_lazy("Last day, if it is another one"),
        required=False,
        widget=DayInput({"class": "short"}),
    )
    timezone = forms.ChoiceField(label=gettext_lazy("Times are in"), choices=TimeZone.choices)
    status = forms.ChoiceField(label=gettext_lazy("How it stands"), choices=Status.choices)
    result = _area(gettext_lazy("Result"))
    gifts = _area(gettext_lazy("Gifts"), gettext_lazy("What, from whom, and what became of it."))
    travel = _area(gettext_lazy("Travel"), gettext_lazy("Where to, who pays, what it costs."))

    def said(self) -> Said:
        """What was filled in; the form is valid."""
        given = self.cleaned_data
        return Said(**{**given, "status": Status(given["status"])})

    @property
    def seldom(self) -> list[forms.BoundField]:
        return [self[name] for name in SELDOM]

    @property
    def shows_seldom(self) -> bool:
        """Whether one of the seldom fields says something, or is wrong."""
        usual = {"timezone": self.initial.get("timezone"), "status": Status.PLANNED}
        return any(
            self[name].errors or (self[name].value() or "") not in ("", usual.get(name, ""))
            for name in SELDOM
        )


def initial_of(entry: Entry) -> dict[str, Any]:
    """What an entry says, for its form."""
    zone = ZoneInfo(entry.timezone)
    begins, ends = entry.starts_at.astimezone(zone), entry.ends_at.astimezone(zone)
    names = ("subject", "place", "guests", "attendees", "result", "gifts", "travel", "status")
    return {
        **{name: getattr(entry, name) for name in names},
        "day": entry.day,
        "last_day": entry.last_day if entry.last_day != entry.day else None,
        "start": None if entry.all_day else begins.time(),
        "end": None if entry.all_day else ends.time(),
        "timezone": entry.timezone,
    }
