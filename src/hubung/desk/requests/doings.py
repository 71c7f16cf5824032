"""What may be done with a request at the desk: each gives the form that failed, or what to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.files import keep_staff_file
from hubung.desk.requests.forms import ExtendForm, OfferForm, ReplyForm
from hubung.directory.models import Person
from hubung.disclosure.redaction import services as redaction
from hubung.disclosure.requests import services
from hubung.disclosure.requests.forms import DisputeForm, ObjectionForm
from hubung.disclosure.requests.models import Request
from hubung.disclosure.requests.prospects import prospect_of
from hubung.disclosure.requests.queries import fitting_grounds, reply_of
from hubung.kernel.files import StorageFullError


@dataclass(frozen=True)
class Outcome:
    """`done` when it was done; else `form`, or `wrong` when no field is to blame."""

    done: str = ""
    form: Form | None = None
    wrong: str = ""


def _reply(actor: Person, request: Request, http: HttpRequest) -> Outcome:
    form = ReplyForm(
        http.POST, http.FILES, auto_id="reply_%s", documents=redaction.made_of(request)
    )
    if not form.is_valid():
        return Outcome(form=form)
    said = form.cleaned_data
    try:
        stored = [keep_staff_file(file, file.name or "") for file in said["attachments"]]
    except StorageFullError:
        form.add_error(None, _("There is no room for files at the moment. Send it without them."))
        return Outcome(form=form)
    stored += [redaction.attachment_of(document) for document in form.chosen]
    given = replace(form.given, attachments=stored)
    return _tried(
        form,
        lambda: services.reply(actor=actor, request=request, given=given, version=said["version"]),
        _("Replied; the asker reads it now."),
    )


def _extend(actor: Person, request: Request, http: HttpRequest) -> Outcome:
    form = ExtendForm(http.POST, auto_id="extend_%s")
    if not form.is_valid():
        return Outcome(form=form)
    reason = form.cleaned_data["reason"]
    return _tried(
        form,
        lambda: services.extend(actor=actor, request=request, reason=reason),
        _("Extended; the asker was told the new day and the reason."),
    )


def record_objection(actor: Person, request: Request, http: HttpRequest) -> Outcome:
    """The asker objects; `actor` only takes it down."""
    codes = fitting_grounds(request, late=prospect_of(request).late)
    form = ObjectionForm(http.POST, codes=codes, auto_id="object_%s")
    if not form.is_valid():
        return Outcome(form=form)
    said = form.cleaned_data
    return _tried(
        form,
        lambda: services.object_to(
            request=request, ground=said["ground"], reason=said["reason"], taken_by=actor
        ),
        _("The objection is with the superior."),
    )


def _dispute(actor: Person, request: Request, http: HttpRequest) -> Outcome:
    form = DisputeForm(http.POST, auto_id="dispute_%s")
    if not form.is_valid():
        return Outcome(form=form)
    number = form.cleaned_data["register_number"]
    return _tried(
        form,
        lambda: services.note_dispute(request=request, register_number=number, noted_by=actor),
        _("Noted: the Information Commission has it."),
    )


def _offer(actor: Person, request: Request, http: HttpRequest) -> Outcome:
    form = OfferForm(http.POST, auto_id="offer_%s")
    reply = reply_of(request)
    if reply is None or not form.is_valid():
        return Outcome(form=form)
    said = form.cleaned_data
    offer = services.Offer(said["question"], said["public_text"], files=said["offer_files"])
    return _tried(
        form,
        lambda: services.offer_reply(actor=actor, reply=reply, offer=offer),
        _("Everybody may read it now."),
    )


DOINGS: dict[str, Callable[[Person, Request, HttpRequest], Outcome]] = {
    "jawab": _reply,
    "perpanjang": _extend,
    "keberatan": record_objection,
    "sengketa": _dispute,
    "tawarkan": _offer,
}


def _tried(form: Form, do: Callable[[], object], done: str) -> Outcome:
    try:
        do()
    except IncompleteError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return Outcome(form=form)
    except CaseError as error:
        return Outcome(form=form, wrong=str(error))
    return Outcome(done=done)
