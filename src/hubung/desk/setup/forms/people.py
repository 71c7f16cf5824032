"""A role, its end, and the reason for what is done to an account."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.channels.web.forms import Text
from hubung.desk.setup.forms.fields import UnitField, day_field
from hubung.directory.models import Role, Unit, today


class _FromADay(forms.Form):
    """Roles begin and end from today on; the past stays as it was."""

    on = day_field(gettext_lazy("Holds from"))

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < today():
            raise ValidationError(_("Choose today or a later day; what has been stays."))
        return day


class GrantForm(_FromADay):
    """A role for a unit and everything below it."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[("", gettext_lazy("Choose …")), *Role.choices],
        error_messages={"required": gettext_lazy("Choose a role.")},
    )
    unit = UnitField(
        label=gettext_lazy("At"),
        help_text=gettext_lazy("For this unit and every unit below it."),
    )
    field_order = ("role", "unit", "on")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(UnitField, self.fields["unit"]).set_units(units)


class EndForm(_FromADay):
    """The first day on which a role is no longer held."""

    on = day_field(gettext_lazy("No longer from"))


class ReasonForm(forms.Form):
    """Why something was done to somebody's account."""

    reason = Text(
        label=gettext_lazy("Reason"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Say why, so that it can be understood later."),
            "max_length": gettext_lazy("Write the reason in at most 200 letters."),
        },
    )
