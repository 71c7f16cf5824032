"""A queue's rules, an agent's profile, a telephone, a wrap-up code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.channels.web.forms import Text
from hubung.desk.setup.forms.fields import UnitField
from hubung.directory.models import Post, Sector
from hubung.directory.queries import open_units
from hubung.telephony.models import CallQueue

_WHOLE = {
    "invalid": gettext_lazy("Give a whole number of seconds."),
    "required": gettext_lazy("Give a whole number of seconds."),
    "min_value": gettext_lazy("Give a number that is not less than %(limit_value)s."),
    "max_value": gettext_lazy("Give a number that is not more than %(limit_value)s."),
}


def _number(label: Any, hint: Any = "", *, least: int = 0, required: bool = True) -> Any:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=86_400,
        required=required,
        error_messages=_WHOLE,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


class QueueForm(forms.Form):
    """A queue; `others` are those to which it may overflow, as (name, title)."""

    title = Text(
        label=gettext_lazy("Name"),
        max_length=80,
        error_messages={"required": gettext_lazy("Give the queue a name.")},
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"),
        choices=[("", gettext_lazy("None")), *Sector.choices],
        required=False,
    )
    unit = UnitField(
        label=gettext_lazy("Tier 2 team"),
        help_text=gettext_lazy("Its people serve the queue; empty for agents of 151."),
    )
    ring_seconds = _number(
        gettext_lazy("Ringing time"),
        gettext_lazy("Seconds at one agent, before the next; empty: as in the settings."),
        least=3,
        required=False,
    )
    wrap_up_seconds = _number(
        gettext_lazy("Writing up"),
        gettext_lazy("Seconds after a call; empty: as in the settings."),
        required=False,
    )
    head_start_seconds = _number(
        gettext_lazy("Head start"),
        gettext_lazy("Seconds by which its callers are ahead of those of other queues."),
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Skill in the sector"),
        help_text=gettext_lazy("Wanted at first; falls as the caller waits."),
        coerce=int,
        choices=[
            (0, gettext_lazy("Any")),
            (1, gettext_lazy("Some")),
            (2, gettext_lazy("Good")),
            (3, gettext_lazy("Expert")),
        ],
    )
    relax_seconds = _number(
        gettext_lazy("Skill falls after"),
        gettext_lazy("Seconds for each level; 0: never."),
    )
    overflow_to = forms.MultipleChoiceField(
        label=gettext_lazy("Helped by"),
        help_text=gettext_lazy("Agents of these queues take its callers when its own are busy."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    overflow_seconds = _number(
        gettext_lazy("… after"), gettext_lazy("Seconds of waiting; 0: at once.")
    )
    announce_seconds = _number(
        gettext_lazy("Place announced every"), gettext_lazy("Seconds."), least=10
    )
    voicemail_seconds = _number(
        gettext_lazy("Message box after"), gettext_lazy("Seconds of waiting; 0: never.")
    )
    longest = _number(
        gettext_lazy("At most waiting"),
        gettext_lazy("Callers; whoever comes then may leave a message. 0: any number."),
    )
    callback = forms.BooleanField(
        label=gettext_lazy("Offer to call back without losing the place"), required=False
    )
    is_open = forms.BooleanField(label=gettext_lazy("Open: the menu may lead here"), required=False)

    def __init__(self, *args: Any, others: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(UnitField, self.fields["unit"]).set_units(
            open_units().order_by("path"), all_as=_("None")
        )
        cast(forms.MultipleChoiceField, self.fields["overflow_to"]).choices = list(others)


class ProfileForm(forms.Form):
    """What an agent may be given."""

    queues = forms.MultipleChoiceField(
        label=gettext_lazy("Queues"), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=[("id", "Indonesia"), ("en", "English")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one language.")},
    )

    def __init__(self, *args: Any, queues: Iterable[CallQueue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["queues"]).choices = [
            (queue.name, queue.title) for queue in queues
        ]
        for sector, label in Sector.choices:
            self.fields[f"level_{sector}"] = forms.TypedChoiceField(
                label=label,
                coerce=int,
                choices=[(0, _("None")), (1, _("Some")), (2, _("Good")), (3, _("Expert"))],
            )

    @property
    def levels(self) -> dict[str, int]:
        return {sector: self.cleaned_data[f"level_{sector}"] for sector in Sector.values}


class TelephoneForm(forms.Form):
    """A number to which callers may be led: of a post, or of a unit."""

    number = Text(
        label=gettext_lazy("Number"),
        max_length=20,
        help_text=gettext_lazy("With its area code, as (021) 381-1308."),
        error_messages={"required": gettext_lazy("Write the number.")},
    )
    post = forms.ModelChoiceField(
        label=gettext_lazy("Of an official"),
        queryset=Post.objects.select_related("unit").order_by("unit__path", "title"),
        required=False,
        empty_label=gettext_lazy("None"),
    )
    unit = UnitField(label=gettext_lazy("… or of a team"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(UnitField, self.fields["unit"]).set_units(
            open_units().order_by("path"), all_as=_("None")
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("post")) == bool(said.get("unit")):
            raise ValidationError(_("Choose an official or a team, one of them."))
        return said


class CodeForm(forms.Form):
    """A wrap-up code."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("Small letters, digits and dashes; it stays once it was given."),
        error_messages={
            "required": gettext_lazy("Write a code."),
            "invalid": gettext_lazy("Write small letters, digits and dashes."),
        },
    )
    name = Text(
        label=gettext_lazy("In Indonesian"),
        max_length=60,
        error_messages={"required": gettext_lazy("Say it in Indonesian.")},
    )
    name_en = Text(
        label=gettext_lazy("In English"),
        max_length=60,
        error_messages={"required": gettext_lazy("Say it in English.")},
    )
    is_used = forms.BooleanField(
        label=gettext_lazy("Agents may choose it"), required=False, initial=True
    )
