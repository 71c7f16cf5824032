"""What an auditor asks of the log: when, who, what, about what."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hubung.audit.choices import READINGS, Act
from hubung.directory.models import Person, Unit
from hubung.kernel import numbers
from hubung.ui.forms import DayField

#: More people than this are not meant by one name.
MOST_PEOPLE = 100
_SUBJECT = re.compile(r"[a-z]+:\w+")


class FilterForm(forms.Form):
    """Its `condition` is a filter on the log. Empty fields ask for everything."""

    dari = DayField(label=_("From the day"), required=False)
    sampai = DayField(label=_("Until the day"), required=False)
    siapa = forms.CharField(
        label=_("Who: name or mail"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    apa = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[
            ("", _("Everything")),
            ("baca", _("Every reading")),
            ("ubah", _("Every change and sign-in")),
            *((act.value, act.label) for act in Act),
        ],
    )
    tentang = forms.CharField(
        label=_("About: number, person, unit"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    #: Ids of the people and the things that are meant; one thing alone is the `subject`.
    people: list[int]
    subjects: list[str]
    subject = ""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("dari") and said.get("sampai") and said["dari"] > said["sampai"]:
            self.add_error("sampai", _("Choose a day that is not before the first one."))
        return said

    def clean_siapa(self) -> str:
        text: str = self.cleaned_data["siapa"]
        self.people = _people(text) if text else []
        if text and not self.people:
            raise ValidationError(_("Nobody is called so. Write a part of the name, or the mail."))
        return text

    def clean_tentang(self) -> str:
        text: str = self.cleaned_data["tentang"]
        self.subjects = _subjects(text) if text else []
        if text and not self.subjects:
            raise ValidationError(
                _("Nothing is called so. Write a report's number, a person or a unit's code.")
            )
        self.subject = self.subjects[0] if len(self.subjects) == 1 else ""
        return text

    @property
    def condition(self) -> Q:
        """A filter on `audit.Entry`; for a form that is valid."""
        said, found = self.cleaned_data, Q()
        if said["dari"]:
            found &= Q(at__gte=_midnight(said["dari"]))
        if said["sampai"]:
            found &= Q(at__lt=_midnight(said["sampai"] + timedelta(days=1)))
        if said["siapa"]:
            found &= Q(actor__in=self.people)
        if said["tentang"]:
            found &= Q(subject__in=self.subjects)
        match said["apa"]:
            case "":
                pass
            case "baca":
                found &= Q(action__in=READINGS)
            case "ubah":
                found &= ~Q(action__in=READINGS)
            case act:
                found &= Q(action=act)
        return found

    @property
    def asked(self) -> str:
        """The fields that were filled in, for the record."""
        return "; ".join(
            f"{name}: {self.cleaned_data[name]}" for name in self.fields if self.cleaned_data[name]
        )


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(settings.HUBUNG.ministry.timezone))


def _people(text: str) -> list[int]:
    """Ids of those with this address, else of those whose name has all the words."""
    exact = Person.objects.filter(email__iexact=text.strip()).values_list("pk", flat=True)
    found = Person.objects.all()
    for word in text.split():
        found = found.filter(name__icontains=word)
    return list(exact) or list(found.values_list("pk", flat=True)[:MOST_PEOPLE])


def _subjects(text: str) -> list[str]:
    """What is meant, as the log writes it. A case need not exist: the log may know of it still."""
    number = numbers.parse_case_number(text, short_code=settings.HUBUNG.ministry.short_code)
    if number is not None:
        return [f"case:{number.case_id}"]
    if _SUBJECT.fullmatch(text.strip()):
        return [text.strip()]
    units = Unit.objects.filter(code__iexact=text.strip()).values_list("pk", flat=True)
    return [f"unit:{pk}" for pk in units] or [f"person:{pk}" for pk in _people(text)]
