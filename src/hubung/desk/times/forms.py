"""A service, and the file with what was finished of it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hubung.channels.web.forms import Text
from hubung.desk.setup.forms.fields import UnitField
from hubung.directory.models import Person
from hubung.insight.models import Service
from hubung.insight.times import policies
from hubung.insight.times.handing_in import BOUNDS


class ServiceForm(forms.ModelForm[Service]):
    """What it is called, by people and by programs, and whose it is."""

    name = Text(
        label=_("What the service is called"),
        max_length=150,
        error_messages={"required": _("Give it the name that applicants know.")},
    )
    code = Text(
        label=_("Short name"),
        help_text=_("Programs that hand in times name it so: small letters, figures and hyphens."),
        max_length=60,
        error_messages={"required": _("Give it a short name, as buku-pelaut.")},
    )
    unit = UnitField(label=_("Provided by"))

    class Meta:
        model = Service
        fields = ("name", "code", "unit")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(UnitField, self.fields["unit"]).set_units(policies.kept_units(person))


class TimesForm(forms.Form):
    """A table of what was finished."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or .xlsx with the columns nomor, berkas lengkap, selesai."),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose another."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is not None and file.size > BOUNDS.size:
            raise forms.ValidationError(
                _("The file is larger than 10 MB. Split it, for example by month.")
            )
        return file
