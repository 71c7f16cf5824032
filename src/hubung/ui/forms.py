"""Forms as the design draws them: label, hint, error with an icon, and the ties between them.

`settings.FORM_RENDERER` names `Renderer`, so every Django form looks like this by itself:
`{{ form.place.as_field_group }}` for one field, `{{ form }}` for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import boundfield, renderers
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PLAIN_WIDGETS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


class BoundField(boundfield.BoundField):
    """Gives the widget its look; a group says that it is wrong by its fieldset, not each button."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if self.use_fieldset:
            attrs.pop("aria-invalid", None)
        if not isinstance(widget, (*PLAIN_WIDGETS, forms.FileInput)):
            attrs["class"] = f"input {widget.attrs.get('class', '')}".strip()
        return attrs


class Renderer(renderers.DjangoTemplates):
    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = BoundField


@dataclass(frozen=True)
class Card:
    """What a choice says beside its name: an icon of the sprite and the consequence."""

    icon: str = ""
    hint: _StrOrPromise = ""


class ChoiceCards(forms.RadioSelect):
    """Radio buttons as cards, each with its icon and what it leads to."""

    template_name = "ui/forms/choice_cards.html"

    def __init__(
        self,
        attrs: Mapping[str, Any] | None = None,
        choices: Sequence[tuple[str, str]] = (),
        *,
        cards: Mapping[str, Card] | None = None,
        columns: Literal["one-up", "two-up"] = "two-up",
    ) -> None:
        super().__init__(dict(attrs or {}), choices)
        self.cards = cards or {}
        self.columns = columns

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "columns": self.columns}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "card": self.cards.get(str(value))}


class DayInput(forms.DateInput):
    """The browser's own calendar; `{"class": "short"}` makes it as wide as a day is."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        # The form in which browsers take and give a day, whatever they show.
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day from the calendar, or written the way it is written here."""

    widget = DayInput
    input_formats = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")
    default_error_messages = {
        "required": gettext_lazy("Choose a day."),
        "invalid": gettext_lazy("Write the date as day-month-year, for example 22-11-2026."),
    }


class Files(forms.ClearableFileInput):
    """Several files at once. The browser's own control: it names the files without a script."""

    template_name = "ui/forms/files.html"
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Cleans to a list of uploaded files, empty when none was chosen."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        chosen = data if isinstance(data, (list, tuple)) else [data]
        chosen = chosen or [None]  # so that a required field notices that nothing was chosen
        files = [super(FilesField, self).clean(file, initial) for file in chosen]
        return [file for file in files if file]
