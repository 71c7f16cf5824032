"""The report as somebody takes it down: words first, everything else may stay empty."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hubung.cases.choices import Channel, Kind, Outcome
from hubung.cases.suggest import suggest
from hubung.channels.web.forms import EARLIEST, ReachedForm, Text
from hubung.directory.models import Sector, today
from hubung.ui.forms import Card, ChoiceCards, DayField, FilesField

OUTCOMES = (
    Outcome.RESOLVED,
    Outcome.EXPLAINED,
    Outcome.PARTLY,
    Outcome.UNFOUNDED,
    Outcome.ACCEPTED,
    Outcome.NOTED,
)


class IntakeForm(ReachedForm):
    """Cleans to what `intake.services.write_down` takes; kind and sector are never empty then."""

    channel = forms.ChoiceField(
        label=_("How did it reach you?"),
        choices=[
            (channel.value, channel.label)
            for channel in (Channel.PHONE, Channel.COUNTER, Channel.LETTER, Channel.SOCIAL)
        ],
        widget=ChoiceCards(
            cards={
                Channel.PHONE: Card("phone"),
                Channel.COUNTER: Card("users"),
                Channel.LETTER: Card("file"),
                Channel.SOCIAL: Card("chat"),
            }
        ),
    )
    text = Text(
        label=_("What they tell, in their words"),
        error_messages={"required": _("Write what they tell; a sentence is enough.")},
        widget=forms.Textarea(attrs={"rows": 7, "autofocus": True}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[
            ("", _("By their words")),
            # A formal request has a form of its own.
            *(one for one in Kind.choices if one[0] != Kind.PUBLIC_INFORMATION),
        ],
    )
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("By their words")), *Sector.choices]
    )
    phone = Text(
        label=_("Mobile number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Check the e-mail address; it looks like nama@contoh.id.")},
    )
    name = Text(
        label=_("Name"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    address = Text(label=_("Postal address"), required=False, max_length=300)
    nik = Text(
        label=_("NIK"),
        help_text=_("For a request for information only, where they want to say who they are."),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    anonymous = forms.BooleanField(label=_("Wants to stay anonymous"), required=False)
    confidential = forms.BooleanField(
        label=_("Confidential: only named handlers see it"), required=False
    )
    recognise = forms.BooleanField(
        label=_("Asked: wants to be recognised by this number when they call again"),
        required=False,
    )
    place = Text(label=_("Place"), required=False, max_length=200)
    happened_on = DayField(label=_("Date of the event"), required=False)
    happened_at = Text(label=_("Time of the event"), required=False, max_length=40)
    received_on = DayField(
        label=_("Received on"), help_text=_("For letters; empty means today."), required=False
    )
    language = forms.ChoiceField(
        label=_("Language of the reporter"),
        choices=[("id", "Indonesia"), ("en", "English")],
        required=False,
    )
    attachments = FilesField(label=_("Files"), required=False, allow_empty_file=True)
    answer = Text(
        label=_("Answer given at once"),
        help_text=_("Settled during the contact: write what you told them."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("Choose")), *((item.value, item.label) for item in OUTCOMES)],
    )
    take = forms.BooleanField(label=_("I take it on myself"), required=False)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today(zone)
        limits = settings.HUBUNG.limits
        self.fields["text"].widget.attrs["maxlength"] = limits.text_chars
        for name in ("received_on", "happened_on"):
            self.fields[name].widget.attrs["max"] = self.today.isoformat()
        self.fields["attachments"].help_text = _("At most %(files)s files of %(mb)s MB each.") % {
            "files": limits.files,
            "mb": limits.file_bytes // 1_000_000,
        }

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        over = len(text) - settings.HUBUNG.limits.text_chars
        if over > 0:
            raise ValidationError(
                _("Shorten the text by %(n)s letters, or add the rest as a file.") % {"n": over}
            )
        return text

    def clean_happened_on(self) -> date | None:
        return self._past("happened_on")

    def clean_received_on(self) -> date | None:
        return self._past("received_on")

    def _past(self, name: str) -> date | None:
        on: date | None = self.cleaned_data[name]
        if on is not None and on > self.today:
            raise ValidationError(_("This day is still to come. Check the date."))
        if on is not None and on < EARLIEST:
            raise ValidationError(_("Check the year of the date."))
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        found = suggest(cleaned.get("text", ""))
        cleaned["kind"] = cleaned.get("kind") or found.kind or Kind.COMPLAINT
        cleaned["sector"] = cleaned.get("sector") or found.sector
        cleaned["language"] = cleaned.get("language") or "id"
        self._who(cleaned)
        self._at_once(cleaned)
        return cleaned

    def _who(self, cleaned: dict[str, Any]) -> None:
        reached = ("name", "phone", "email", "address")
        if cleaned.get("anonymous"):
            # What was typed before that wish goes no further.
            cleaned.update(dict.fromkeys((*reached, "nik"), ""))
            cleaned["recognise"] = False
            for name in (*reached, "nik"):
                self.errors.pop(name, None)
            return
        if cleaned.get("nik") and cleaned["kind"] != Kind.INFORMATION_REQUEST:
            self.add_error(
                "nik",
                _("Only a request for information needs a NIK. Leave it out, or set the kind."),
            )
        if cleaned.get("recognise") and "phone" in cleaned and not cleaned["phone"]:
            self.add_error("phone", _("Write down the number by which they are recognised."))
        if all(name in cleaned for name in reached) and not any(cleaned[name] for name in reached):
            self.add_error(
                "phone", _("Write how to reach them, or tick that they want to stay anonymous.")
            )

    def _at_once(self, cleaned: dict[str, Any]) -> None:
        answer, outcome = cleaned.get("answer"), cleaned.get("outcome")
        if answer and cleaned["kind"] == Kind.PERSONAL_DATA:
            self.add_error(
                "answer",
                _(
                    "A personal-data request goes to the information officer; it cannot be "
                    "answered here. Take the answer out, then save."
                ),
            )
        if answer and cleaned["kind"] == Kind.MISCONDUCT:
            self.add_error(
                "answer",
                _(
                    "A report of misconduct goes to the Inspectorate; it cannot be answered here. "
                    "Take the answer out, or choose another kind."
                ),
            )
        elif answer and not outcome:
            self.add_error("outcome", _("Choose the outcome."))
        elif outcome and not answer:
            self.add_error("answer", _("Write what you told them, or leave the outcome out."))
