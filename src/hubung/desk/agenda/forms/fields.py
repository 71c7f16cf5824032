"""Fields that the forms of the agenda share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from hubung.directory.models import Post
from hubung.disclosure.grounds.models import Ground

if TYPE_CHECKING:
    _GroundChoice = forms.ModelChoiceField[Ground]
    _PostChoice = forms.ModelChoiceField[Post]
else:
    _GroundChoice = _PostChoice = forms.ModelChoiceField


def time_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"}),
        error_messages={"invalid": gettext_lazy("Write the time as 09.30.")},
    )


class GroundField(_GroundChoice):
    """A ground of the law, with what it protects."""

    def label_from_instance(self, obj: Ground) -> str:
        return f"{obj.reference}: {obj.name}"


class PostField(_PostChoice):
    """A post, with its unit."""

    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.title} ({obj.unit.label})"
