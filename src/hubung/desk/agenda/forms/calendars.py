"""Other calendars: a file, or an address to follow."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from hubung.channels.web.forms import Text


class FileForm(forms.Form):
    """A calendar file."""

    file = forms.FileField(
        label=gettext_lazy("Calendar file (.ics)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )


class FollowForm(forms.Form):
    """A calendar address."""

    url = Text(
        label=gettext_lazy("Calendar address"),
        help_text=gettext_lazy(
            "The secret address that your calendar offers for subscribing. It is shown to nobody."
        ),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the address, beginning with https://.")},
    )
