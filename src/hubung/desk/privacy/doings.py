"""What the officer may do with a request: each gives the form that failed, or what to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _

from hubung.cases.errors import CaseError, IncompleteError
from hubung.desk.privacy.forms import (
    AnswerForm,
    ContactForm,
    IdentityForm,
    RefuseForm,
    RightForm,
)
from hubung.directory.models import Person
from hubung.privacy import services
from hubung.privacy.choices import Right
from hubung.privacy.models import Request


@dataclass(frozen=True)
class Outcome:
    """`done` when it was done; else `form`, or `wrong` when no field is to blame."""

    done: str = ""
    form: Form | None = None
    wrong: str = ""


def _right(actor: Person, request: Request, said: QueryDict) -> Outcome:
    form = RightForm(said)
    if not form.is_valid():
        return Outcome(form=form)
    right = form.cleaned_data["right"]
    return _tried(
        form,
        lambda: services.choose_right(actor=actor, case=request.case, right=right),
        _("Kept."),
    )


def _identity(actor: Person, request: Request, said: QueryDict) -> Outcome:
    form = IdentityForm(said)
    if not form.is_valid():
        return Outcome(form=form)
    how = form.cleaned_data["how"]
    return _tried(
        form,
        lambda: services.confirm_identity(actor=actor, request=request, how=how),
        _("It stands on the request that you made sure of the person."),
    )


def _reports(actor: Person, request: Request, said: QueryDict) -> Outcome:
    chosen = [int(pk) for pk in said.getlist("report") if pk.isdecimal()]
    return _tried(
        None,
        lambda: services.choose_reports(actor=actor, request=request, chosen=chosen),
        _("These reports are theirs."),
    )


def _package(actor: Person, request: Request, _said: QueryDict) -> Outcome:
    return _tried(
        None,
        lambda: services.ask_for_package(actor=actor, request=request),
        _("The file is being made. Load the page again in a moment."),
    )


def _carry_out(actor: Person, request: Request, said: QueryDict) -> Outcome:
    if request.right == Right.CORRECTION:
        form = ContactForm(said, auto_id="do_%s")
        if not form.is_valid():
            return Outcome(form=form)
        return _tried(
            form,
            lambda: services.correct_contacts(
                actor=actor,
                request=request,
                details=form.details,
                text=form.cleaned_data["text"],
            ),
            _("Corrected, and answered."),
        )
    answer = AnswerForm(said, auto_id="do_%s")
    if not answer.is_valid():
        return Outcome(form=answer)
    do, done = {
        Right.ACCESS: (services.give, _("The file is given; number and code open it.")),
        Right.RESTRICTION: (services.restrict, _("Restricted, and answered.")),
        Right.ERASURE: (services.erase, _("Erased, and answered. Only figures are left.")),
    }[Right(request.right)]
    text = answer.cleaned_data["text"]
    return _tried(answer, lambda: do(actor=actor, request=request, text=text), done)


def _refuse(actor: Person, request: Request, said: QueryDict) -> Outcome:
    form = RefuseForm(said, auto_id="refuse_%s")
    if not form.is_valid():
        return Outcome(form=form)
    return _tried(
        form,
        lambda: services.refuse(
            actor=actor,
            request=request,
            ground=form.cleaned_data["ground"],
            words=form.cleaned_data["words"],
        ),
        _("Refused; they read the reason."),
    )


DOINGS: dict[str, Callable[[Person, Request, QueryDict], Outcome]] = {
    "hak": _right,
    "kenali": _identity,
    "laporan": _reports,
    "susun": _package,
    "jalankan": _carry_out,
    "tolak": _refuse,
}


def _tried(form: Form | None, do: Callable[[], object], done: str) -> Outcome:
    try:
        do()
    except IncompleteError as error:
        if form is not None and error.field in form.fields:
            form.add_error(error.field, str(error))
            return Outcome(form=form)
        return Outcome(wrong=str(error))
    except CaseError as error:
        return Outcome(wrong=str(error))
    return Outcome(done=done)
