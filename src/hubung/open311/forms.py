"""What an application sends, form-encoded, under the names of the standard."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.channels.web import contacts
from hubung.channels.web.forms import EARLIEST, Text
from hubung.kernel import clock
from hubung.open311.catalogue import ANONYMOUS, HAPPENED_ON, NO, YES
from hubung.open311.places import Place

_LONGEST_LINK = 500


class ServiceRequestForm(forms.Form):
    """Cleans to what `receiving.receive` takes; unknown fields are not looked at."""

    description = Text(
        error_messages={"required": gettext_lazy("Tell what happened; a sentence is enough.")}
    )
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    # `long` as everything else here: the name is the standard's.
    long = forms.FloatField(required=False, min_value=-180, max_value=180)
    address_string = Text(required=False, max_length=200)
    address_id = Text(required=False, max_length=60)
    email = forms.EmailField(required=False, max_length=254)
    phone = Text(required=False, max_length=40)
    first_name = Text(required=False, max_length=75)
    last_name = Text(required=False, max_length=74)
    device_id = Text(required=False, max_length=200)
    account_id = Text(required=False, max_length=200)
    media_url = Text(required=False, max_length=_LONGEST_LINK)
    happened_on = Text(required=False, max_length=40)
    anonymous = forms.ChoiceField(required=False, choices=[(YES, YES), (NO, NO)])

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> ServiceRequestForm:
        """The form of a request's fields; attributes come as `attribute[code]`."""
        given = dict(sent.items())
        for code in (HAPPENED_ON, ANONYMOUS):
            given[code] = given.get(f"attribute[{code}]", "")
        return cls(given)

    def clean_description(self) -> str:
        text: str = self.cleaned_data["description"]
        limit = settings.HUBUNG.limits.text_chars
        if len(text) > limit:
            raise ValidationError(_("At most %(count)d letters.") % {"count": limit})
        return text

    def clean_phone(self) -> str:
        return contacts.e164(self.cleaned_data["phone"])

    def clean_media_url(self) -> str:
        """An address to be written down; nobody here ever fetches it."""
        link: str = self.cleaned_data["media_url"]
        if link:
            URLValidator(["http", "https"])(link)
        return link

    def clean_happened_on(self) -> tuple[date | None, str]:
        """The day, and the time of day as it was told."""
        text: str = self.cleaned_data["happened_on"]
        if not text:
            return None, ""
        try:
            moment = parse_datetime(text) if len(text) > len("2026-11-22") else None
            day = moment.date() if moment else parse_date(text)
        except ValueError:
            day = None
        if day is None:
            raise ValidationError(_("Write the day as 2026-11-22, with or without a time."))
        if not EARLIEST <= day <= clock.now().astimezone().date():
            raise ValidationError(_("This day is still to come, or too long ago."))
        return day, _time_of_day(moment)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and (cleaned["lat"] is None) != (cleaned["long"] is None):
            raise ValidationError(_("Send lat and long together, or neither."))
        return cleaned

    @property
    def faults(self) -> list[str]:
        """What is wrong, a sentence for each; it names the field that it is about."""
        told = cast(dict[str, list[str]], self.errors)
        return [
            sentence if field == "__all__" else f"{field}: {sentence}"
            for field, sentences in told.items()
            for sentence in sentences
        ]

    @property
    def place(self) -> Place:
        said = self.cleaned_data
        words = ", ".join(filter(None, (said["address_string"], said["address_id"])))
        return Place(words, said["lat"], said["long"])

    @property
    def is_anonymous(self) -> bool:
        return bool(self.cleaned_data["anonymous"] == YES)


def _time_of_day(moment: datetime | None) -> str:
    return f"{moment:%H:%M}" + (f" ({moment:%z})" if moment.tzinfo else "") if moment else ""
