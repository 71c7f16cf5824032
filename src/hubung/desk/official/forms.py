"""What an official may do with a case: answer it, give it back, hand it to a deputy.

All stand in one HTML form, so that whatever is pressed, nothing that was typed is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hubung.cases.choices import Outcome
from hubung.desk.official.waiting import Deputy
from hubung.directory.models import today
from hubung.ui.forms import DayField

#: An answer settles the matter; refusing and passing on are actions of their own.
ANSWERS = (
    Outcome.RESOLVED,
    Outcome.EXPLAINED,
    Outcome.PARTLY,
    Outcome.UNFOUNDED,
    Outcome.ACCEPTED,
    Outcome.NOTED,
)
PROMISE_CHARS = 120


class AnswerForm(forms.Form):
    """The answer, its outcome, and what will still be done, by whom and by when."""

    text = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": _("Write the answer that the reporter will read.")},
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("", _("Choose")), *((item.value, item.label) for item in ANSWERS)],
        error_messages={"required": _("Choose the outcome.")},
    )
    promise = forms.CharField(
        label=_("What will still be done"), required=False, max_length=PROMISE_CHARS
    )
    promised_by = forms.CharField(
        label=pgettext_lazy("promise", "By whom"), required=False, max_length=70
    )
    promised_on = DayField(label=_("By when"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today(zone)
        self.fields["text"].widget.attrs["maxlength"] = settings.HUBUNG.limits.text_chars
        self.fields["promised_on"].widget.attrs["min"] = self.today.isoformat()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        what, when = cleaned.get("promise"), cleaned.get("promised_on")
        if when and when < self.today:
            self.add_error("promised_on", _("This day has passed. Choose one from today on."))
        if what and not when and "promised_on" not in self.errors:
            self.add_error("promised_on", _("Say by when, or leave the promise out."))
        if not what and "promise" not in self.errors and (when or cleaned.get("promised_by")):
            self.add_error("promise", _("Say what will be done, or leave the promise out."))
        return cleaned


class BackForm(forms.Form):
    """Give the case back to those who sent it up."""

    back_reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The reporter may read it on the tracking page."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, so that whoever is next knows.")},
    )


class DeputyForm(forms.Form):
    """Let another official answer."""

    deputy = forms.ChoiceField(
        label=_("Deputy"), error_messages={"required": _("Choose who answers in your place.")}
    )
    deputy_reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The reporter may read it on the tracking page."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, so that whoever is next knows.")},
    )

    def __init__(self, *args: Any, deputies: Sequence[Deputy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deputies = {str(deputy.person.pk): deputy for deputy in deputies}
        self.fields["deputy"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((key, deputy.label) for key, deputy in self.deputies.items()),
        ]

    @property
    def chosen(self) -> Deputy:
        return self.deputies[self.cleaned_data["deputy"]]
