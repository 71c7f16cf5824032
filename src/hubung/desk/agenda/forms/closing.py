"""Closing an entry: the consequence test as a form, and the decision about it."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.channels.web.forms import Text
from hubung.desk.agenda.forms.fields import GroundField
from hubung.desk.setup.forms.fields import day_field
from hubung.disclosure.agenda import limits
from hubung.disclosure.agenda.models import Diary
from hubung.disclosure.agenda.services import Closing
from hubung.disclosure.grounds.models import Ground
from hubung.disclosure.grounds.queries import in_force
from hubung.ui import dates


def _area(label: Any, hint: Any) -> forms.CharField:
    return Text(
        label=label,
        help_text=hint,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write at least a sentence.")},
    )


class ClosingForm(forms.Form):
    """Why and how long an entry is to be closed: a form of its own, or a part of another."""

    prefix = "tutup"
    ground = GroundField(
        label=gettext_lazy("On which ground of the law"),
        queryset=Ground.objects.none(),
        empty_label=gettext_lazy("Choose …"),
        error_messages={"required": gettext_lazy("Choose a ground. Without one it stays open.")},
    )
    reason = _area(
        gettext_lazy("Why it falls under this ground"),
        gettext_lazy("Not public. Who decides reads it."),
    )
    consequence = _area(
        gettext_lazy("What harm would opening it do, and to whom"),
        gettext_lazy("Not public. Weigh it against the interest of the public in knowing."),
    )
    until = day_field(gettext_lazy("Closed up to and with"))

    def __init__(self, *args: Any, diary: Diary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = diary.today()
        cast(GroundField, self.fields["ground"]).queryset = in_force(today)
        self.fields["until"].help_text = _("Then it opens by itself. Until %(day)s at most.") % {
            "day": dates.day(limits.longest_until(diary))
        }

    def closing(self) -> Closing:
        """What was filled in; the form is valid."""
        given = self.cleaned_data
        until: date = given["until"]
        return Closing(
            ground=given["ground"],
            reason=given["reason"],
            consequence=given["consequence"],
            until=until,
        )


class NoteForm(forms.Form):
    """A word to go with a decision."""

    note = Text(
        label=gettext_lazy("Your reason"),
        help_text=gettext_lazy("Needed to refuse, or to open early. Not public."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
