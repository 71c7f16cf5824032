"""What a reader of the register looks for."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from hubung.disclosure.register.choices import EXEMPTED, Category, Form
from hubung.disclosure.register.queries import Wanted, holders


class FilterForm(forms.Form):
    """Everything is optional; what is no choice is passed over, not refused."""

    cari = forms.CharField(
        label=_("Words"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    kategori = forms.ChoiceField(
        label=_("Category"),
        required=False,
        choices=[("", _("All")), *Category.choices, (EXEMPTED, _("Exempted"))],
    )
    unit = forms.ChoiceField(label=_("Held by"), required=False)
    bentuk = forms.ChoiceField(
        label=_("Held as"),
        required=False,
        choices=[("", _("All")), (Form.FILE, Form.FILE.label), (Form.PAPER, Form.PAPER.label)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(unit.code, unit.label) for unit in holders()]
        cast(forms.ChoiceField, self.fields["unit"]).choices = [("", _("All")), *units]

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        said = self.cleaned_data
        return Wanted(
            words=said.get("cari", ""),
            category=said.get("kategori", ""),
            unit=said.get("unit", ""),
            form=said.get("bentuk", ""),
        )
