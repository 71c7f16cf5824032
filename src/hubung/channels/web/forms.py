"""The report as a form: one page, every question answerable by a hurried person on a phone."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hubung.cases.choices import Kind
from hubung.channels.web import contacts
from hubung.directory.models import Sector
from hubung.kernel import clock
from hubung.ui.forms import Card, ChoiceCards, DayField, FilesField

NAMED, CONFIDENTIAL, ANONYMOUS = "named", "confidential", "anonymous"
EARLIEST = date(1990, 1, 1)
# Control characters but tab and line feed, halves of characters, and marks that turn a text round.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
#: Somewhere in the country it is already tomorrow.
_EASTERNMOST = ZoneInfo("Asia/Jayapura")

SECTOR_CARDS = {
    Sector.LAND: Card("darat", _("Bus, lorry, terminal, weighbridge")),
    Sector.SEA: Card("laut", _("Ship, harbour, seafarer certificate")),
    Sector.AIR: Card("udara", _("Aeroplane, airport, drone")),
    Sector.RAIL: Card("kereta", _("Train, station, level crossing")),
    "": Card("route", _("We find out and pass it on")),
}
#: Shorter and plainer than the registry's own words.
KIND_WORDS = {
    Kind.COMPLAINT: _("Complaint"),
    Kind.MISCONDUCT: _("Misconduct"),
    Kind.INFORMATION_REQUEST: _("Question"),
    Kind.SUGGESTION: _("Suggestion"),
    Kind.PRAISE: _("Praise"),
}
KIND_CARDS = {
    Kind.COMPLAINT: Card("alert", _("Something is wrong or was not done")),
    Kind.MISCONDUCT: Card("lock", _("Illegal fees, bribery, abuse of office. Always confidential")),
    Kind.INFORMATION_REQUEST: Card("info", _("You want to know something or need a document")),
    Kind.SUGGESTION: Card("pen", _("You have an idea for us")),
    Kind.PRAISE: Card("star", _("Somebody did well")),
    "": Card("route", _("We choose by what you tell")),
}
PRIVACY_CARDS = {
    NAMED: Card("user", _("The staff and unit that handle it see your name. Fastest answer.")),
    CONFIDENTIAL: Card(
        "lock",
        _(
            "Only handlers named for this report see it and your name. Those you report do not. "
            "We advise this for illegal fees."
        ),
    ),
    ANONYMOUS: Card(
        "mask",
        _(
            "Nobody, not even we, knows who you are. Keep the number and the code: they are the "
            "only way to follow the report and to answer our questions."
        ),
    ),
}

#: What is asked for unless somebody stays unknown. The page's script says it too, without a line.
_MISSING = {
    "name": _("Write your name, or choose another way above."),
    "phone": _("Write a mobile number or an e-mail address to answer to."),
}


class Text(forms.CharField):
    """What a person wrote; invisible characters that nobody types are taken out, not refused."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = _INVISIBLE.sub("", value.replace("\r\n", "\n"))
        return super().to_python(value)


class ReachedForm(forms.Form):
    """Base of those that ask who somebody is and how they are reached: one spelling of each."""

    def clean_phone(self) -> str:
        return contacts.e164(self.cleaned_data["phone"])

    def clean_nik(self) -> str:
        return contacts.nik(self.cleaned_data["nik"])

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()


class ReportForm(forms.Form):
    """Cleans to what `receive_case` takes; the files are left to `uploads`.

    `website` is a trap for robots: people do not see it. Nothing is hidden behind a puzzle.
    """

    text = Text(
        label=_("Tell it in your own words"),
        help_text=_("Who, where, when, and what came of it. No official language needed."),
        error_messages={"required": _("Tell what happened; a sentence is enough.")},
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    place = Text(
        label=_("Where it happened"),
        help_text=_("Name of the terminal, harbour, airport or station, or an address"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Write the place in at most 200 letters.")},
    )
    happened_on = DayField(label=_("Date"), required=False)
    happened_at = Text(
        label=_("About what time"),
        required=False,
        max_length=40,
        error_messages={"max_length": _("Write the time in a few words, for example 19.30 WIB.")},
    )
    sector = forms.ChoiceField(
        label=_("Which field?"),
        choices=[
            (Sector.LAND.value, _("Land")),
            (Sector.SEA.value, _("Sea")),
            (Sector.AIR.value, _("Air")),
            (Sector.RAIL.value, _("Rail")),
            ("", _("I do not know")),
        ],
        required=False,
        widget=ChoiceCards(cards=SECTOR_CARDS),
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            *((kind.value, words) for kind, words in KIND_WORDS.items()),
            ("", _("You choose")),
        ],
        required=False,
        widget=ChoiceCards(cards=KIND_CARDS),
    )
    attachments = FilesField(
        label=_("Photos, videos or documents"), required=False, allow_empty_file=True
    )
    privacy = forms.ChoiceField(
        label=_("How do we treat your name?"),
        choices=[
            (NAMED, _("With my name")),
            (CONFIDENTIAL, _("Confidential")),
            (ANONYMOUS, _("Anonymous")),
        ],
        error_messages={"required": _("Choose how we treat your name.")},
        widget=ChoiceCards(columns="one-up", cards=PRIVACY_CARDS),
    )
    name = Text(
        label=_("Name"),
        help_text=_("With a confidential report it may stay empty"),
        required=False,
        max_length=150,
        error_messages={"max_length": _("Write your name in at most 150 letters.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = Text(
        label=_("Mobile number"),
        help_text=_("Or an e-mail address; one is enough. For example 0812 3456 7890"),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "short", "type": "tel", "inputmode": "tel", "autocomplete": "tel"}
        ),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("For news at each step"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": _("Check the e-mail address; it looks like nama@contoh.id."),
            "max_length": _("Check the e-mail address; it looks like nama@contoh.id."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    true = forms.BooleanField(
        label=_("This report is true as far as I know."),
        error_messages={"required": _("Tick that the report is true.")},
    )
    website = Text(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("text", "privacy", "true"):
            self.fields[name].widget.attrs["data-missing"] = self.fields[name].error_messages[
                "required"
            ]
        for name, words in _MISSING.items():
            self.fields[name].widget.attrs["data-missing"] = words
        limits = settings.HUBUNG.limits
        self.fields["text"].widget.attrs["maxlength"] = limits.text_chars
        self.fields["happened_on"].widget.attrs["max"] = _latest().isoformat()
        self.fields["attachments"].help_text = _(
            "At most %(files)s files of %(mb)s MB each, of any type. "
            "We remove the place from photos."
        ) % {"files": limits.files, "mb": limits.file_bytes // 1_000_000}

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        limit = settings.HUBUNG.limits.text_chars
        if len(text) > limit:
            raise ValidationError(
                _("Shorten the text by %(n)s letters, or send the rest as a file.")
                % {"n": len(text) - limit}
            )
        return text

    def clean_happened_on(self) -> date | None:
        on: date | None = self.cleaned_data["happened_on"]
        if on is not None and on > _latest():
            raise ValidationError(_("This day is still to come. Check the date."))
        if on is not None and on < EARLIEST:
            raise ValidationError(_("Check the year of the date."))
        return on

    def clean_phone(self) -> str:
        return contacts.e164(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        privacy = cleaned.get("privacy")
        if privacy == ANONYMOUS:
            # What was typed before the choice does not go any further.
            cleaned.update(name="", phone="", email="")
            for field in ("name", "phone", "email"):
                self.errors.pop(field, None)
        elif privacy:
            self._needs_contact(cleaned, privacy)
        return cleaned

    def _needs_contact(self, cleaned: dict[str, Any], privacy: str) -> None:
        if privacy == NAMED and "name" in cleaned and not cleaned["name"]:
            self.add_error("name", _MISSING["name"])
        reachable = {"phone", "email"}
        if reachable <= cleaned.keys() and not any(cleaned[field] for field in reachable):
            self.add_error("phone", _MISSING["phone"])


def _latest() -> date:
    return clock.now().astimezone(_EASTERNMOST).date()
