"""The menu as a whole: where it begins and ends, a new step, office hours, a file, a trial."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.channels.web.forms import Text
from hubung.desk.ivr import words
from hubung.desk.ivr.forms.fields import title_field
from hubung.kernel import clock
from hubung.telephony.menu import tree as nodes
from hubung.telephony.menu.files import MOST_CHARACTERS
from hubung.telephony.menu.tree import Tree


class LedForm(forms.Form):
    """Where the menu begins, and who is reached by whoever says nothing."""

    start = forms.ChoiceField(label=gettext_lazy("Begins with"))
    person = forms.ChoiceField(
        label=gettext_lazy("Leads to a person through"),
        help_text=gettext_lazy("Key 0, silence and wrong keys lead there."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language until one is chosen"), choices=list(words.LANGUAGES.items())
    )

    def __init__(self, data: Any = None, *, tree: Tree) -> None:
        initial = {"start": tree.start, "person": tree.person, "language": tree.language}
        super().__init__(data, initial=initial)
        titles = [(name, node.title) for name, node in tree.nodes.items()]
        queues = [
            (name, title) for name, title in titles if isinstance(tree.nodes[name], nodes.Queue)
        ]
        _choices(self, start=titles, person=queues)


class AddForm(forms.Form):
    """A new step."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=list(words.KINDS.items()))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["title"] = title_field()


class OfficeHoursForm(forms.Form):
    """Hours before a step; at other times callers hear that nobody is on duty."""

    before = forms.ChoiceField(
        label=gettext_lazy("Before which step"),
        help_text=gettext_lazy("Callers come to it during the hours only."),
    )

    def __init__(self, data: Any = None, *, tree: Tree) -> None:
        super().__init__(data, initial={"before": _first_question(tree)})
        _choices(self, before=[(name, node.title) for name, node in tree.nodes.items()])


class FileForm(forms.Form):
    """A menu in a file, or pasted."""

    file = forms.FileField(label=gettext_lazy("File"), required=False)
    text = Text(
        label=gettext_lazy("or its text"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        file = said.get("file")
        if file is not None:
            said["text"] = file.read(MOST_CHARACTERS + 1).decode("utf-8", "replace")
        if not said.get("text") and not self.errors:
            self.add_error("file", _("Choose a file, or paste its text."))
        return said


class TrialForm(forms.Form):
    """When the simulated call is made, and whether its caller refuses the recording."""

    at = forms.DateTimeField(
        label=gettext_lazy("The call is made on"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "short"}
        ),
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("Choose day and time of the call.")
        ),
    )
    refuses = forms.BooleanField(
        label=gettext_lazy("The caller refuses the recording"), required=False
    )
    keys = forms.RegexField(
        r"^[-0-9*#+ ]{0,200}$", widget=forms.HiddenInput, required=False, strip=False
    )
    typed = forms.RegexField(
        r"^[0-9*#]*$",
        label=gettext_lazy("Or several keys"),
        max_length=32,
        required=False,
        error_messages={"invalid": gettext_lazy("A telephone has 0 to 9, * and #.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "short", "autocomplete": "off"}),
    )

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        return at.replace(tzinfo=_zone())

    @staticmethod
    def first() -> dict[str, Any]:
        """As the form begins: a call made now."""
        return {"at": clock.now().astimezone(_zone()).strftime("%Y-%m-%dT%H:%M")}


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.HUBUNG.ministry.timezone)


def _first_question(tree: Tree) -> str:
    asking = (name for name, node in tree.nodes.items() if isinstance(node, nodes.Asking))
    return next(asking, tree.start)


def _choices(form: forms.Form, **choices: list[tuple[str, str]]) -> None:
    for name, offered in choices.items():
        form.fields[name].choices = offered  # type: ignore[attr-defined]
