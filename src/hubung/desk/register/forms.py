"""An item, something published of it, the consequence test, and the word with a decision."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.channels.web.forms import Text
from hubung.desk.agenda.forms.fields import GroundField
from hubung.desk.setup.forms.fields import UnitField, day_field
from hubung.directory.models import Person, Unit, today
from hubung.disclosure.grounds.models import Ground
from hubung.disclosure.grounds.queries import in_force
from hubung.disclosure.register import limits, periods, policies
from hubung.disclosure.register.choices import Category, Form, Period
from hubung.disclosure.register.models import Item
from hubung.disclosure.register.services import Closing, Said
from hubung.ui import dates
from hubung.ui.forms import Card, ChoiceCards

_CATEGORIES = {
    Category.PERIODIC.value: Card("", gettext_lazy("Profile, programmes, finance, performance")),
    Category.IMMEDIATE.value: Card("", gettext_lazy("Danger to the public: at once")),
    Category.ANYTIME.value: Card("", gettext_lazy("Decisions, agreements, agendas, this register")),
    Category.REQUEST.value: Card("", gettext_lazy("Whatever else the unit holds")),
}


def _area(label: Any, hint: Any = "", *, rows: int = 3, required: bool = True) -> Text:
    return Text(
        label=label,
        help_text=hint,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": gettext_lazy("Write at least a sentence.")},
    )


class ItemForm(forms.Form):
    """What the register says of an item; cleans to `said`."""

    title = Text(label=gettext_lazy("Name of the information"), max_length=200)
    summary = _area(
        gettext_lazy("What it is"), gettext_lazy("In two sentences: what it says, since when.")
    )
    category = forms.ChoiceField(
        label=gettext_lazy("When is it given?"),
        choices=Category.choices,
        widget=ChoiceCards(cards=_CATEGORIES),
        error_messages={"required": gettext_lazy("Choose when it is given.")},
    )
    period = forms.ChoiceField(
        label=gettext_lazy("How often, if periodically"),
        required=False,
        choices=[("", gettext_lazy("Choose …")), *Period.choices],
    )
    due_days = forms.IntegerField(
        label=gettext_lazy("Days after the end of the period until it is due"),
        min_value=0,
        max_value=366,
        initial=30,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    begins_on = day_field(
        gettext_lazy("From which day on"), gettext_lazy("Periods count from that of this day.")
    )
    unit = UnitField(label=gettext_lazy("Held by"))
    responsible = Text(
        label=gettext_lazy("Made by"),
        help_text=gettext_lazy("The post that answers for it."),
        required=False,
        max_length=200,
    )
    form = forms.ChoiceField(label=gettext_lazy("Held as"), choices=Form.choices)
    place = Text(
        label=gettext_lazy("Where it lies"),
        help_text=gettext_lazy("The office, if it can be seen there."),
        required=False,
        max_length=200,
    )
    url = forms.URLField(
        label=gettext_lazy("Page where it stands"),
        required=False,
        max_length=300,
        assume_scheme="https",
    )
    kept = Text(
        label=gettext_lazy("How long it is kept"),
        help_text=gettext_lazy("As the archive's schedule says, for example 10 years."),
        required=False,
        max_length=120,
    )
    title_en = Text(label=gettext_lazy("Name in English"), required=False, max_length=200)
    summary_en = _area(gettext_lazy("What it is, in English"), rows=2, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(UnitField, self.fields["unit"]).set_units(policies.kept_units(person))

    def said(self) -> Said:
        """What was filled in; the form is valid."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Said(**given)


def initial_of(item: Item) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ItemForm.base_fields}


class EditionForm(forms.Form):
    """A file, or the page where it stands; of what is periodic for which period."""

    period_start = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    url = forms.URLField(
        label=gettext_lazy("Or the page where it stands"),
        required=False,
        max_length=300,
        assume_scheme="https",
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.category != Category.PERIODIC:
            del self.fields["period_start"]
            return
        starts = periods.ended(Period(item.period), item.begins_on, today(item.unit.timezone))
        cast(forms.ChoiceField, self.fields["period_start"]).choices = [
            (start.isoformat(), periods.label(item.period, start)) for start in starts
        ]

    @property
    def start(self) -> date | None:
        chosen = self.cleaned_data.get("period_start")
        return date.fromisoformat(chosen) if chosen else None


class ExemptionForm(forms.Form):
    """The consequence test: each step a question. Cleans to `closing`."""

    prefix = "uji"
    name = Text(
        label=gettext_lazy("What everybody may call it"),
        help_text=gettext_lazy("The register of exemptions shows this name: say nothing closed."),
        max_length=200,
        error_messages={"required": gettext_lazy("Give it a name that may be public.")},
    )
    ground = GroundField(
        label=gettext_lazy("On which ground of the law"),
        queryset=Ground.objects.none(),
        empty_label=gettext_lazy("Choose …"),
        error_messages={"required": gettext_lazy("Choose a ground. Without one it stays open.")},
    )
    statute = Text(
        label=gettext_lazy("Another law that closes it"),
        help_text=gettext_lazy("With its article, if there is one."),
        required=False,
        max_length=200,
    )
    harm = _area(
        gettext_lazy("What harm would opening it do, and to whom?"), gettext_lazy("Public.")
    )
    benefit = _area(gettext_lazy("What does closing it protect?"), gettext_lazy("Public."))
    weighing = _area(
        gettext_lazy("Why does that weigh more than the interest of the public in knowing?"),
        gettext_lazy("Not public. Who decides reads it."),
    )
    in_part = _area(
        gettext_lazy("What of it can stay open?"),
        gettext_lazy("Public. Where only some words are closed, give the rest with these removed."),
        rows=2,
        required=False,
    )
    until = day_field(gettext_lazy("Closed up to and with"))

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(GroundField, self.fields["ground"]).queryset = in_force(today(unit.timezone))
        self.fields["until"].help_text = _("Then it opens by itself. Until %(day)s at most.") % {
            "day": dates.day(limits.longest_until(unit))
        }

    def closing(self) -> Closing:
        """What was filled in; the form is valid."""
        return Closing(**self.cleaned_data)
