"""What is to be removed from a document: a place on a page, or what is found by words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.channels.web.forms import Text
from hubung.disclosure.redaction.places import Place

_PATTERNS = [
    ("nik", gettext_lazy("NIK")),
    ("phone", gettext_lazy("Telephone numbers")),
    ("mail", gettext_lazy("Mail addresses")),
]


class DocumentForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("PDF or picture"),
        widget=forms.FileInput(attrs={"accept": ".pdf,image/jpeg,image/png,image/webp"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


def _percent(label: Any) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
        error_messages={"required": gettext_lazy("Write a number from 0 to 100.")},
    )


class MarkForm(forms.Form):
    """A place in percent of the page: drawn with the pointer, or typed."""

    page = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    x = _percent(gettext_lazy("From the left, %"))
    y = _percent(gettext_lazy("From the top, %"))
    width = _percent(gettext_lazy("Width, %"))
    height = _percent(gettext_lazy("Height, %"))

    @property
    def place(self) -> Place:
        said = self.cleaned_data
        part = {name: said[name] / 100 for name in ("x", "y", "width", "height")}
        return Place(page=said["page"], **part)


class FindForm(forms.Form):
    patterns = forms.MultipleChoiceField(
        label=gettext_lazy("Everything that looks like"),
        required=False,
        choices=_PATTERNS,
        widget=forms.CheckboxSelectMultiple,
    )
    words = Text(
        label=gettext_lazy("Or these words"),
        help_text=gettext_lazy("A name, an address: as it stands in the document."),
        required=False,
        max_length=200,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("patterns") and not said.get("words", "").strip():
            self.add_error("words", _("Choose what is looked for, or write it."))
        return said
