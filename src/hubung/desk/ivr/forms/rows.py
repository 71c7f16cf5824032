"""Fields that stand in rows: prompts, keys, hours. A row left empty is left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from hubung.desk.ivr import words
from hubung.desk.ivr.forms.fields import title_field
from hubung.desk.ivr.forms.targets import TargetField
from hubung.telephony.menu.tree import Choice, Opening, Say
from hubung.ui.templatetags.hubung import sector_word

#: Rows offered beyond those that are filled.
SPARE = 2
#: More rows than any menu has.
MOST = 60
KEYS = "1234567890*#"
_NO_SECTOR = "none"
_MIDNIGHT = time()

Fields = dict[str, forms.Field]
Choices = list[tuple[str, Any]]


class Row:
    """One row: `fields` by their last name, `read` what it says, None when it is empty."""

    def fields(self) -> Fields:
        raise NotImplementedError

    def initial(self, value: Any) -> dict[str, Any]:
        raise NotImplementedError

    def read(self, said: dict[str, Any]) -> Any:
        """Raises ValidationError, by the field's last name."""
        raise NotImplementedError


class SayRow(Row):
    """A prompt, and the language it is said in."""

    def __init__(self, prompts: Choices) -> None:
        self._prompts = prompts

    def fields(self) -> Fields:
        return {
            "key": forms.ChoiceField(
                label=_("Prompt"), choices=[("", _("(none)")), *self._prompts], required=False
            ),
            "language": forms.ChoiceField(
                label=_("Said in"),
                choices=[("", _("the caller's language")), *words.LANGUAGES.items()],
                required=False,
            ),
        }

    def initial(self, value: Say) -> dict[str, Any]:
        return {"key": value.key, "language": value.language or ""}

    def read(self, said: dict[str, Any]) -> Say | None:
        if not said["key"]:
            return None
        return Say(key=said["key"], language=said["language"] or None)


class ChoiceRow(Row):
    """A key, what it means, where it leads, and what is then known of the caller."""

    def __init__(self, targets: Choices) -> None:
        self._targets = targets

    def fields(self) -> Fields:
        return {
            "key": forms.ChoiceField(
                label=pgettext("telephone", "Key"),
                choices=[("", "–"), *((key, key) for key in KEYS)],
                required=False,
            ),
            "label": title_field(label=_("Means"), required=False),
            "next": TargetField(_("Leads to"), self._targets),
            "language": forms.ChoiceField(
                label=_("Language then"),
                choices=[("", _("as before")), *words.LANGUAGES.items()],
                required=False,
            ),
            "sector": forms.ChoiceField(
                label=_("Sector then"),
                choices=[
                    ("", _("as before")),
                    *((code, sector_word(code)) for code in ("darat", "laut", "udara", "kereta")),
                    (_NO_SECTOR, _("none in particular")),
                ],
                required=False,
            ),
        }

    def initial(self, value: tuple[str, Choice]) -> dict[str, Any]:
        key, choice = value
        sector = _NO_SECTOR if choice.sector == "" else choice.sector or ""
        return {**choice.model_dump(), "key": key, "sector": sector}

    def read(self, said: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
        key, label, target = said["key"], said["label"], said["next"]
        if not key:
            if label or target:
                raise ValidationError({"key": _("Choose the key that leads there.")})
            return None
        if not label:
            raise ValidationError({"label": _("Say in a word what key %(key)s means.") % said})
        sector = {"": None, _NO_SECTOR: ""}.get(said["sector"], said["sector"])
        language = said["language"] or None
        return key, {"label": label, "next": target, "language": language, "sector": sector}


class OpeningRow(Row):
    """Hours of some days."""

    def fields(self) -> Fields:
        return {
            "days": forms.MultipleChoiceField(
                label=_("Days"),
                choices=[(str(day), name) for day, name in WEEKDAYS.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            ),
            "opens": _hour(_("From")),
            "closes": _hour(_("Until")),
        }

    def initial(self, value: Opening) -> dict[str, Any]:
        return {
            "days": [str(day) for day in value.days],
            "opens": value.opens,
            "closes": value.closes,
        }

    def read(self, said: dict[str, Any]) -> Opening | None:
        days, opens, closes = said["days"], said["opens"], said["closes"]
        if not days and opens is None and closes is None:
            return None
        if not days:
            raise ValidationError({"days": _("Choose the days of these hours.")})
        for name, value in (("opens", opens), ("closes", closes)):
            if value is None:
                raise ValidationError({name: _("Write the time, as 08:00.")})
        if closes <= opens and closes != _MIDNIGHT:
            raise ValidationError(
                {"closes": _("The hours end before they begin. For the end of a day write 00:00.")}
            )
        return Opening(days=tuple(map(int, days)), opens=opens, closes=closes)


def count(data: Mapping[str, Any] | None, prefix: str, filled: int) -> int:
    """How many rows there are: those that were sent, else those that are filled and some more."""
    if data is None:
        return filled + SPARE
    at = 0
    while at < MOST and any(name.startswith(f"{prefix}-{at}-") for name in data):
        at += 1
    return at


def _hour(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": gettext_lazy("Write the time, as 08:00.")},
    )
