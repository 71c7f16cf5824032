"""The form that sends a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hubung.directory.importing.models import ImportKind
from hubung.directory.importing.table import MAX_BYTES


class ImportForm(forms.Form):
    """A table, and what it is about when its columns should not tell."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or .xlsx, up to 25 MB. The first row names the columns."),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose another."),
        },
    )
    kind = forms.ChoiceField(
        label=_("What it holds"),
        choices=[("", _("The columns tell")), *ImportKind.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".csv,.txt,.xlsx"

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is not None and file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 25 MB. Split it, or leave out pictures and formats.")
            )
        return file
