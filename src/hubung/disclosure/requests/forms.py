"""The fields of the law as a form; the doors add what is theirs."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.cases.services import ReporterDetails
from hubung.channels.web.forms import ReachedForm, Text
from hubung.directory.models import today
from hubung.disclosure.requests.choices import Applicant, Delivery, Obtain
from hubung.disclosure.requests.queries import objection_grounds
from hubung.disclosure.requests.services import Asker
from hubung.ui.forms import Card, ChoiceCards, FilesField

_APPLICANTS: dict[str, Card] = {
    Applicant.PERSON: Card("user", gettext_lazy("With your NIK")),
    Applicant.ENTITY: Card("users", gettext_lazy("With the decree by which it exists")),
}
_OBTAIN: dict[str, Card] = {
    Obtain.SOFT: Card("download", gettext_lazy("Free of charge")),
    Obtain.HARD: Card("file", gettext_lazy("What copying costs is told before")),
    Obtain.READ: Card("info", gettext_lazy("At our office, free of charge")),
}
_DELIVERY: dict[str, Card] = {
    Delivery.PAGE: Card("route", gettext_lazy("Number and code open it")),
    Delivery.EMAIL: Card("mail"),
    Delivery.POST: Card("file"),
    Delivery.COLLECT: Card("users"),
}


class AskerForm(ReachedForm):
    """Cleans to an `Asker` (`asker`) and the details, once it is valid."""

    details = Text(
        label=gettext_lazy("Which information?"),
        help_text=gettext_lazy(
            "Say it as exactly as you can: which document or figures, of which office and time."
        ),
        error_messages={"required": gettext_lazy("Write which information is asked for.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    purpose = Text(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy("A sentence; the law asks for it, and does not judge it."),
        max_length=1000,
        error_messages={"required": gettext_lazy("Write what the information is for.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    obtain = forms.ChoiceField(
        label=gettext_lazy("How would you like to have it?"),
        choices=[(one, Obtain(one).label) for one in _OBTAIN],
        widget=ChoiceCards(cards=_OBTAIN),
        initial=Obtain.SOFT.value,
    )
    delivery = forms.ChoiceField(
        label=gettext_lazy("How is it to reach you?"),
        choices=Delivery.choices,
        widget=ChoiceCards(cards=_DELIVERY),
        initial=Delivery.PAGE.value,
    )
    applicant = forms.ChoiceField(
        label=gettext_lazy("Who asks?"),
        choices=Applicant.choices,
        widget=ChoiceCards(cards=_APPLICANTS),
        initial=Applicant.PERSON.value,
    )
    name = Text(
        label=gettext_lazy("Name"),
        max_length=150,
        error_messages={"required": gettext_lazy("Write the name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    nik = Text(
        label=gettext_lazy("NIK"),
        help_text=gettext_lazy("Kept sealed, shown to nobody as a whole. A person gives this one."),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    decree = Text(
        label=gettext_lazy("Number of the decree"),
        help_text=gettext_lazy(
            "Of the Ministry of Law, for example AHU-0012345.AH.01.04. A legal entity gives it."
        ),
        required=False,
        max_length=60,
    )
    address = Text(
        label=gettext_lazy("Postal address"),
        max_length=300,
        error_messages={"required": gettext_lazy("Write the address.")},
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    phone = Text(
        label=gettext_lazy("Mobile number"),
        help_text=gettext_lazy("Or an e-mail address; one is enough. For example 0812 3456 7890"),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "short", "type": "tel", "inputmode": "tel", "autocomplete": "tel"}
        ),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("For news at each step"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": gettext_lazy("Check the e-mail address; it looks like nama@contoh.id.")
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    principal = Text(
        label=gettext_lazy("On behalf of"),
        help_text=gettext_lazy("Only with a power of attorney: add it as a file."),
        required=False,
        max_length=150,
    )
    attachments = FilesField(label=gettext_lazy("Files"), required=False, allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = settings.HUBUNG.limits
        self.fields["details"].widget.attrs["maxlength"] = limits.text_chars
        self.fields["attachments"].help_text = _("At most %(files)s files of %(mb)s MB each.") % {
            "files": limits.files,
            "mb": limits.file_bytes // 1_000_000,
        }

    def clean_details(self) -> str:
        text: str = self.cleaned_data["details"]
        over = len(text) - settings.HUBUNG.limits.text_chars
        if over > 0:
            raise ValidationError(
                _("Shorten the text by %(n)s letters, or send the rest as a file.") % {"n": over}
            )
        return text

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        person = said.get("applicant") == Applicant.PERSON
        # What was typed before the choice does not go any further.
        unused = "decree" if person else "nik"
        said[unused] = ""
        self.errors.pop(unused, None)
        if person and "nik" in said and not said["nik"]:
            self.add_error("nik", _("Write the NIK: the law asks who requests information."))
        if not person and "decree" in said and not said["decree"]:
            self.add_error("decree", _("Write the number of the decree of the legal entity."))
        if {"phone", "email"} <= said.keys() and not (said["phone"] or said["email"]):
            self.add_error("phone", _("Write a mobile number or an e-mail address."))
        elif said.get("delivery") == Delivery.EMAIL and said.get("email") == "":
            self.add_error("email", _("Write the e-mail address that it is to be sent to."))
        return said

    @property
    def asker(self) -> Asker:
        said = self.cleaned_data
        return Asker(
            applicant=Applicant(said["applicant"]),
            who=ReporterDetails(
                name=said["name"],
                email=said["email"],
                phone=said["phone"],
                address=said["address"],
                nik=said["nik"],
            ),
            decree=said["decree"],
            principal=said["principal"],
            purpose=said["purpose"],
            obtain=Obtain(said["obtain"]),
            delivery=Delivery(said["delivery"]),
        )


class ObjectionForm(forms.Form):
    """A ground of art. 35, and why."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Why do you object?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the ground of your objection.")},
    )
    reason = Text(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, codes: frozenset[str], **kwargs: Any) -> None:
        """`codes` are the grounds that fit: whether there was a reply decides."""
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["ground"])
        field.choices = [
            (ground.code, f"{ground.name} ({ground.reference})")
            for ground in objection_grounds(today())
            if ground.code in codes
        ]


class DisputeForm(forms.Form):
    register_number = Text(
        label=gettext_lazy("Number at the Commission"),
        help_text=gettext_lazy("If you have it already"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
