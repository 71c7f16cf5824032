"""What somebody fills in to do something with a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hubung.cases.choices import Kind, Outcome
from hubung.cases.models import Case
from hubung.cases.policies import can_see
from hubung.cases.services.receiving import GUARDED
from hubung.desk import picking
from hubung.directory.models import Person, Sector
from hubung.ui.forms import DayField, FilesField

MAX_FILES = 10
MAX_FILE_BYTES = 25_000_000


class CaseForm(forms.Form):
    """A form about one case; `version` is what the person had before them."""

    #: The field whose words are kept as a draft while they are typed.
    draft_field: ClassVar[str] = ""
    #: Fields that mostly stay empty: folded away until somebody wants them.
    folded: ClassVar[tuple[str, ...]] = ()
    folded_title: ClassVar[Promise | str] = ""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.person = case, person

    def main_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.folded]

    def folded_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.folded]

    def unfolded(self) -> bool:
        """Whether what is folded away has something to show."""
        return any(field.value() or field.errors for field in self.folded_fields())


class PickField(forms.CharField):
    """A name, chosen from a list while it is typed; cleans to what it names."""

    def __init__(self, meant: Callable[[str], Any], offers: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.meant = meant
        self.widget.attrs |= {"autocomplete": "off", "data-offers": offers}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.meant(text)
        except picking.NotFoundError as error:
            raise forms.ValidationError(str(error), code="not_found") from None


def _words(label: Any, *, rows: int = 4, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _reason(hint: Any = "") -> forms.CharField:
    return _words(gettext_lazy("Reason"), rows=2, hint=hint)


class WithFiles(CaseForm):
    """Files go with the words."""

    folded: ClassVar[tuple[str, ...]] = ("attached",)
    folded_title = gettext_lazy("Attach files")

    attached = FilesField(label=gettext_lazy("Files"), required=False)

    def clean_attached(self) -> list[UploadedFile[Any]]:
        files: list[UploadedFile[Any]] = self.cleaned_data["attached"]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(
                ngettext(
                    "Choose %(n)d file at the most.", "Choose %(n)d files at the most.", MAX_FILES
                )
                % {"n": MAX_FILES}
            )
        for file in files:
            if (file.size or 0) > MAX_FILE_BYTES:
                raise forms.ValidationError(
                    _("“%(name)s” is larger than 25 MB. Make it smaller or leave it out.")
                    % {"name": file.name}
                )
        return files


class AnswerForm(WithFiles):
    draft_field = "text"
    folded = ("promise", "promised_on", "attached")
    folded_title = gettext_lazy("Promise a next step, attach files")

    text = _words(gettext_lazy("Answer that the reporter will read"), rows=4)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), choices=[("", gettext_lazy("Choose …")), *Outcome.choices]
    )
    promise = forms.CharField(
        label=gettext_lazy("Still to be done"), max_length=200, required=False
    )
    promised_on = DayField(label=gettext_lazy("By"), required=False)


class AskForm(WithFiles):
    draft_field = "text"

    text = _words(
        gettext_lazy("Question to the reporter"),
        hint=gettext_lazy("Our time limits stand still until they answer."),
    )


class NewsForm(WithFiles):
    draft_field = "text"

    text = _words(
        gettext_lazy("News for the reporter"),
        hint=gettext_lazy("The case stays open; this is not the answer yet."),
    )


class NoteForm(WithFiles):
    draft_field = "text"

    text = _words(
        gettext_lazy("Internal note"),
        hint=gettext_lazy("The reporter never sees it. Call a colleague with @ and their name."),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        self.mentions = picking.people_mentioned(text)
        for person in self.mentions:
            if not can_see(person, self.case):
                raise forms.ValidationError(
                    _("%(name)s may not see this case, so a note cannot call them.")
                    % {"name": person.name}
                )
        return text


class HandOverForm(CaseForm):
    draft_field = "reason"

    tier = forms.TypedChoiceField(
        label=gettext_lazy("To tier"),
        coerce=int,
        choices=[
            (1, gettext_lazy("1, contact centre")),
            (2, gettext_lazy("2, team")),
            (3, gettext_lazy("3, official")),
        ],
    )
    unit = PickField(picking.unit_meant, "unit", label=gettext_lazy("Unit"))
    owner = PickField(
        picking.person_meant,
        "orang",
        label=gettext_lazy("Person"),
        required=False,
    )
    reason = _reason(hint=gettext_lazy("The reporter reads it, and whoever is next."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("tier", min(self.case.tier + 1, 3))
        if self.case.tier > 1:
            self.initial.setdefault("unit", picking.unit_label(self.case.unit))


class AssignForm(CaseForm):
    owner = PickField(picking.person_meant, "orang", label=gettext_lazy("Colleague"))

    def clean_owner(self) -> Person:
        owner: Person = self.cleaned_data["owner"]
        # A confidential case is opened to its new owner by the assignment itself.
        if not self.case.confidential and not can_see(owner, self.case):
            raise forms.ValidationError(
                _("%(name)s has no role for this unit. Hand the case over instead.")
                % {"name": owner.name}
            )
        return owner


class ReasonForm(CaseForm):
    reason = _reason()


class PublicReasonForm(CaseForm):
    reason = _reason(hint=gettext_lazy("The reporter reads it."))


class PassOnForm(CaseForm):
    authority = forms.CharField(label=gettext_lazy("Authority"), max_length=200)
    reason = _reason(hint=gettext_lazy("The reporter reads it."))


class SplitForm(CaseForm):
    title = forms.CharField(label=gettext_lazy("Subject of the new case"), max_length=200)
    text = _words(gettext_lazy("Its part of the report"), rows=3)
    reason = _reason()


class HandlerForm(CaseForm):
    handler = PickField(picking.person_meant, "orang", label=gettext_lazy("Colleague"))
    remove = forms.BooleanField(label=gettext_lazy("Take their name off the list"), required=False)


class UnflagForm(CaseForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is instead"),
        choices=[
            choice
            for choice in Kind.choices
            if choice[0] not in (*GUARDED, Kind.PUBLIC_INFORMATION)
        ],
    )
    reason = _reason(hint=gettext_lazy("Another inspector reads it and decides."))


class FactsForm(CaseForm):
    title = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        # A formal request has a form of its own.
        choices=[one for one in Kind.choices if one[0] != Kind.PUBLIC_INFORMATION],
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"),
        required=False,
        choices=[("", gettext_lazy("Not known yet")), *Sector.choices],
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    happened_on = DayField(label=gettext_lazy("Date of the event"), required=False)
    happened_at = forms.CharField(
        label=gettext_lazy("Time of the event"), max_length=40, required=False
    )
    confidential = forms.BooleanField(
        label=gettext_lazy("Confidential: seen by named handlers only"), required=False
    )

    FACTS: ClassVar[tuple[str, ...]] = (
        "title",
        "kind",
        "sector",
        "place",
        "happened_on",
        "happened_at",
        "confidential",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.FACTS:
            self.initial.setdefault(name, getattr(self.case, name))
        if self.case.kind == Kind.MISCONDUCT:
            # The way out takes two people: `UnflagForm`.
            self.fields["kind"].disabled = self.fields["confidential"].disabled = True


class BelongingForm(CaseForm):
    """The other case, by its number, and why the two belong together."""

    other = forms.CharField(label=gettext_lazy("Number of the other case"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def clean_other(self) -> Case:
        try:
            return picking.case_meant(self.cleaned_data["other"], seen_by=self.person)
        except picking.NotFoundError as error:
            raise forms.ValidationError(str(error), code="not_found") from None
