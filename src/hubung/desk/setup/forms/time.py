"""A day of the calendar, and a time limit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.cases import limits
from hubung.cases.choices import ClockName, Kind
from hubung.cases.models import TimeLimit
from hubung.channels.web.forms import Text
from hubung.desk.setup.forms.fields import UnitField, day_field
from hubung.directory.models import TimeZone, Unit, today
from hubung.kernel.calendars import ministry_calendar
from hubung.ui import dates


class HolidayForm(forms.Form):
    """A day that the ministry, or one unit, keeps differently from the national calendar."""

    OFF, WORKING = "off", "working"

    day = day_field(gettext_lazy("Day"))
    effect = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=[
            (OFF, gettext_lazy("Day off, it does not count")),
            (WORKING, gettext_lazy("Working day, it counts")),
        ],
        initial=OFF,
        widget=forms.RadioSelect,
    )
    name = Text(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Stands in the explanation of every due date that it moves."),
        max_length=100,
        error_messages={
            "required": gettext_lazy("Say why, for example the decree or the local feast."),
            "max_length": gettext_lazy("Write the reason in at most 100 letters."),
        },
    )
    unit = UnitField(
        label=gettext_lazy("Where"),
        help_text=gettext_lazy("One unit is that unit alone, without those below it."),
    )

    def __init__(
        self, *args: Any, units: QuerySet[Unit], for_everybody: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        unit = cast(UnitField, self.fields["unit"])
        unit.set_units(units, all_as=_("Every unit") if for_everybody else "")

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        first, last = today() - timedelta(days=366), today() + timedelta(days=3 * 366)
        if not first <= day <= last:
            raise ValidationError(
                _("Choose a day between %(first)s and %(last)s.")
                % {"first": dates.day(first), "last": dates.day(last)}
            )
        return day

    def clean(self) -> dict[str, Any]:
        """An entry that says what the calendar says already would change nothing."""
        said = self.cleaned_data
        if self.errors:
            return said
        unit: Unit | None = said["unit"]
        known = limits.calendar_for(unit) if unit else ministry_calendar(TimeZone.WIB)
        works = known.is_working_day(said["day"])
        if works and said["effect"] == self.WORKING:
            self.add_error("day", _("This is a working day already. Choose another day."))
        if not works and said["effect"] == self.OFF:
            self.add_error("day", _("This day is off already. Choose another day."))
        return said


class LimitForm(forms.Form):
    """How long a step may take, from a day on."""

    WORKING, CALENDAR, HOURS = "working", "calendar", "hours"

    clock = forms.ChoiceField(label=gettext_lazy("Step"), choices=ClockName.choices)
    kind = forms.ChoiceField(
        label=gettext_lazy("For the kind"),
        required=False,
        choices=[("", gettext_lazy("Every kind")), *Kind.choices],
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days"),
        min_value=1,
        max_value=365,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "required": gettext_lazy("Write the number of days."),
            "invalid": gettext_lazy("Write a whole number of days."),
            "min_value": gettext_lazy("Write at least 1 day."),
            "max_value": gettext_lazy("Write at most 365 days."),
        },
    )
    counted = forms.ChoiceField(
        label=gettext_lazy("Counted in"),
        choices=[
            (WORKING, gettext_lazy("Working days")),
            (CALENDAR, gettext_lazy("Calendar days")),
            (HOURS, gettext_lazy("Days of 24 hours from the moment of receipt")),
        ],
    )
    source = Text(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("The rule or decree that it comes from."),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Name the rule or decree."),
            "max_length": gettext_lazy("Write the source in at most 200 letters."),
        },
    )
    valid_from = day_field(
        gettext_lazy("Holds from"),
        gettext_lazy("For what begins on that day or later; what runs already keeps its limit."),
    )

    def clean(self) -> dict[str, Any]:
        """Where every kind has a limit of its own, one for all would never hold."""
        said = self.cleaned_data
        if said.get("clock") and said.get("kind") == "":
            own = TimeLimit.objects.filter(clock=said["clock"]).exclude(kind="")
            if set(own.values_list("kind", flat=True)) >= set(Kind.values):
                self.add_error(
                    "kind", _("Every kind has a limit of its own for this step. Choose one.")
                )
        return said
