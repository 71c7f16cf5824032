"""Fields that several forms of the setup have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.desk import picking
from hubung.directory.models import Unit
from hubung.ui.forms import DayField, DayInput

if TYPE_CHECKING:
    _UnitChoiceField = forms.ModelChoiceField[Unit]
else:
    _UnitChoiceField = forms.ModelChoiceField


class UnitField(_UnitChoiceField):
    """A unit out of those that are left to the person; `set_units` says which."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Unit.objects.none(),
            error_messages={
                "required": gettext_lazy("Choose a unit."),
                "invalid_choice": gettext_lazy("Choose a unit of the list."),
            },
            **kwargs,
        )

    def label_from_instance(self, obj: Unit) -> str:
        return picking.unit_label(obj)

    def set_units(self, units: QuerySet[Unit], *, all_as: str = "") -> None:
        """`all_as` is the word for every unit, where the person may choose that."""
        self.queryset = units
        self.required = not all_as
        self.empty_label = all_as or _("Choose …")


def day_field(label: Any, hint: Any = "") -> DayField:
    return DayField(label=label, help_text=hint, widget=DayInput({"class": "short"}))
