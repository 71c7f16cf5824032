"""A token, and an application that may have tokens."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.api.models import Application, Scope
from hubung.api.tokens import LONGEST
from hubung.channels.web.forms import Text
from hubung.directory.models import Unit
from hubung.directory.queries import units_by_code

_DAYS = (30, 90, 180, LONGEST.days)


class TokenForm(forms.Form):
    """What it is for, what it opens, how long."""

    name = Text(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy("The program or machine that will keep it, so that you know it."),
        max_length=100,
        error_messages={"required": gettext_lazy("Say what the token is for.")},
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it do?"),
        help_text=gettext_lazy("Only what it needs; never more than your roles allow."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("For how long?"), coerce=int, initial=90, choices=[]
    )

    def __init__(self, *args: Any, scopes: list[Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(scope.value, scope.label) for scope in scopes]
        cast(forms.MultipleChoiceField, self.fields["scopes"]).choices = choices
        days = [(each, _("%(days)d days") % {"days": each}) for each in _DAYS]
        cast(forms.TypedChoiceField, self.fields["days"]).choices = days


class ApplicationForm(forms.Form):
    """Its name, and the units whose reports it may see."""

    name = Text(
        label=gettext_lazy("Name of the application"),
        max_length=100,
        error_messages={"required": gettext_lazy("Write the name of the application.")},
    )
    units = Text(
        label=gettext_lazy("Codes of its units"),
        help_text=gettext_lazy(
            "For example DJPL, KSOP-BIT. It sees the reports of these and of all below them, "
            "but nothing confidential."
        ),
        max_length=400,
        error_messages={"required": gettext_lazy("Name at least one unit.")},
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Application.objects.filter(name=name).exists():
            raise ValidationError(_("There is an application of this name already."))
        return name

    def clean_units(self) -> list[Unit]:
        codes = list(filter(None, re.split(r"[,;\s]+", self.cleaned_data["units"])))
        found = units_by_code(codes)
        if missing := [code for code in codes if code not in found]:
            raise ValidationError(_("No unit has the code “%(code)s”.") % {"code": missing[0]})
        return list(found.values())
