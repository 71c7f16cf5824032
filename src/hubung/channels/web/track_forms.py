"""The forms of the tracking page: opening a case, and what its reporter may do."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.channels.web.forms import Text
from hubung.kernel import numbers
from hubung.kernel.numbers import CaseNumber, NumberProblem
from hubung.ui.forms import Card, ChoiceCards, FilesField


class OpenForm(forms.Form):
    """Cleans `number` to a CaseNumber; whether there is such a case is not its business."""

    number = Text(
        label=gettext_lazy("Report number"),
        help_text=gettext_lazy("As 151-26-0047-1182-7, with or without the dashes"),
        max_length=120,
        error_messages={
            "required": gettext_lazy("Type the number of your report."),
            "max_length": gettext_lazy("This is more than a number. Type the number only."),
        },
        widget=forms.TextInput(
            attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    code = Text(
        label=gettext_lazy("Private code"),
        help_text=gettext_lazy("Twelve letters and digits, as K7QM-2V8D-9XTA"),
        max_length=60,
        error_messages={
            "required": gettext_lazy("Type the private code that you got with the number."),
            "max_length": gettext_lazy("This is more than a code. Type the code only."),
        },
        widget=forms.TextInput(
            attrs={
                "class": "short",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def clean_number(self) -> CaseNumber:
        short_code = settings.HUBUNG.ministry.short_code
        found = numbers.read_case_number(self.cleaned_data["number"], short_code=short_code)
        if isinstance(found, CaseNumber):
            return found
        raise forms.ValidationError(_wrong_number(found, short_code))


def _wrong_number(problem: NumberProblem, short_code: str) -> str:
    match problem:
        case NumberProblem.TOO_SHORT:
            return _("Some digits of the number are missing. Compare it with your receipt.")
        case NumberProblem.TOO_LONG:
            return _("The number has too many digits. Compare it with your receipt.")
        case NumberProblem.WRONG_PREFIX:
            return _("Report numbers start with %(code)s.") % {"code": short_code}
        case NumberProblem.WRONG_DIGIT:
            return _("There is a typing error in the number. Compare it digit by digit.")
    return _("Type the number in digits, as 151-26-0047-1182-7.")


class MessageForm(forms.Form):
    """Something to add, or an answer to our question."""

    text = Text(
        label=gettext_lazy("Your message"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    attachments = FilesField(
        label=gettext_lazy("Photos, videos or documents"), required=False, allow_empty_file=True
    )

    def clean_text(self) -> str:
        return _not_too_long(self.cleaned_data["text"])


class ReasonForm(forms.Form):
    """Why the report should be looked at again."""

    reason = Text(
        label=gettext_lazy("What is not solved yet?"),
        help_text=gettext_lazy("A sentence is enough. Whoever looks at it again reads this first."),
        error_messages={"required": gettext_lazy("Write what is not solved yet.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_reason(self) -> str:
        return _not_too_long(self.cleaned_data["reason"])


class WithdrawForm(forms.Form):
    """The reporter takes the report back; why is theirs to say."""

    reason = Text(
        label=gettext_lazy("Why do you withdraw it?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_reason(self) -> str:
        return _not_too_long(self.cleaned_data["reason"])


class RatingForm(forms.Form):
    """The service in a number from 1 to 4 (Permen PANRB 14/2017) and a word."""

    score = forms.TypedChoiceField(
        label=gettext_lazy("How was our service?"),
        choices=[
            ("4", gettext_lazy("Very good")),
            ("3", gettext_lazy("Good")),
            ("2", gettext_lazy("Not so good")),
            ("1", gettext_lazy("Bad")),
        ],
        coerce=int,
        error_messages={"required": gettext_lazy("Choose how the service was.")},
        widget=ChoiceCards(
            cards={
                "4": Card(hint="4"),
                "3": Card(hint="3"),
                "2": Card(hint="2"),
                "1": Card(hint="1"),
            }
        ),
    )
    comment = Text(
        label=gettext_lazy("In a word"),
        required=False,
        max_length=500,
        error_messages={"max_length": gettext_lazy("At most 500 letters, please.")},
    )


def _not_too_long(text: str) -> str:
    limit = settings.HUBUNG.limits.text_chars
    if len(text) > limit:
        raise forms.ValidationError(
            _("Shorten the text by %(n)s letters, or send the rest as a file.")
            % {"n": len(text) - limit}
        )
    return text
