"""The form for whoever asks about their own data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.cases.models import Case
from hubung.channels.web import contacts
from hubung.channels.web.forms import Text
from hubung.channels.web.track_forms import OpenForm
from hubung.kernel.numbers import CaseNumber
from hubung.privacy.choices import Right
from hubung.ui.forms import Card, ChoiceCards

RIGHT_CARDS: dict[str, Card] = {
    Right.ACCESS: Card("file", gettext_lazy("A file to read, with everything we hold about you")),
    Right.CORRECTION: Card("pen", gettext_lazy("Your name, address, e-mail or number is wrong")),
    Right.RESTRICTION: Card("lock", gettext_lazy("Nobody works with it until you say so")),
    Right.ERASURE: Card("x", gettext_lazy("For reports that are closed. It cannot be undone")),
}


class AskForm(forms.Form):
    """Number and code of a report prove whose it is; without them an officer makes sure.

    Cleans `number` to a CaseNumber or None. Whether the two belong together is the view's business.
    `proven` is a report that the tracking page has opened, `known`: they are signed in with an
    address that they proved. Then nothing more need be said.
    """

    right = forms.ChoiceField(
        label=gettext_lazy("What do you ask for?"),
        choices=Right.choices,
        error_messages={"required": gettext_lazy("Choose what you ask for.")},
        widget=ChoiceCards(cards=RIGHT_CARDS),
    )
    text = Text(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("What should be corrected, or which data you mean"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    number = Text(
        label=gettext_lazy("Number of a report of yours"),
        help_text=gettext_lazy("As 151-26-0047-1182-7, with or without the dashes"),
        required=False,
        max_length=120,
        widget=forms.TextInput(
            attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    code = Text(
        label=gettext_lazy("Its private code"),
        help_text=gettext_lazy("Twelve letters and digits, as K7QM-2V8D-9XTA"),
        required=False,
        max_length=60,
        widget=forms.TextInput(
            attrs={"class": "short", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
    name = Text(
        label=gettext_lazy("Name"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = Text(
        label=gettext_lazy("Mobile number"),
        help_text=gettext_lazy("As in your reports; or the e-mail address, one is enough"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short", "type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": gettext_lazy("Check the e-mail address; it looks like nama@contoh.id.")
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(
        self, *args: Any, proven: Case | None = None, known: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.proven = proven
        self.is_known = known or proven is not None
        self.fields["text"].widget.attrs["maxlength"] = settings.HUBUNG.limits.text_chars
        if self.is_known:
            for name in ("number", "code", "name", "phone", "email"):
                del self.fields[name]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > settings.HUBUNG.limits.text_chars:
            raise ValidationError(_("This is too long. Shorten it."))
        return text

    def clean_number(self) -> CaseNumber | None:
        """As the tracking page reads it."""
        if not self.cleaned_data["number"]:
            return None
        opening = OpenForm({"number": self.cleaned_data["number"], "code": "-"})
        opening.is_valid()
        if "number" in opening.errors:
            raise ValidationError(list(opening.errors["number"]))
        found: CaseNumber = opening.cleaned_data["number"]
        return found

    def clean_phone(self) -> str:
        return contacts.e164(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("right") == Right.CORRECTION and "text" in said and not said["text"].strip():
            self.add_error("text", _("Write what should be corrected."))
        if self.is_known or "number" in self.errors:
            return said
        if said.get("number") and not said.get("code"):
            self.add_error("code", _("Type the private code that you got with the number."))
        elif said.get("code") and not said.get("number"):
            self.add_error("number", _("Type the number of your report."))
        elif not said.get("number"):
            self._needs_contact(said)
        return said

    def _needs_contact(self, said: dict[str, Any]) -> None:
        if "name" in said and not said["name"]:
            self.add_error("name", _("Write your name, or number and code of a report."))
        if {"phone", "email"} <= said.keys() and not (said["phone"] or said["email"]):
            self.add_error(
                "phone", _("Write the mobile number or the e-mail address of your reports.")
            )
