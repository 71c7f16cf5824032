"""`/desk/surat/`: the holding pen, the automatic mail, and the outbox."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.models import Case
from hubung.cases.policies import can_see, visible_to
from hubung.cases.reading import is_protected, note_reading
from hubung.channels.email import attachments, queries
from hubung.channels.email.models import InboundMessage, InboundState, OutboundMessage
from hubung.channels.email.services import WITH_A_PERSON, AlreadySettledError
from hubung.desk.boxes import policies, services
from hubung.desk.boxes.forms import AddForm, CaseForm, ReasonForm
from hubung.desk.boxes.letters import (
    Letter,
    Parcel,
    letter_of,
    problem_in_words,
    reason_in_words,
)
from hubung.desk.boxes.state import sending_problem
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.kernel.files import StorageFullError
from hubung.ui.downloads import SANDBOX

PAGE = 30


@require_safe
@never_cache
@staff_required
def pen(request: StaffRequest) -> HttpResponse:
    """Mail that waits for a person, the oldest first; elsewhere for whoever has no pen."""
    match policies.first_box(request.user):
        case "outbox":
            return redirect("desk:boxes:outbox")
        case "":
            raise PermissionDenied(_("Your roles do not include the mail boxes."))
    return _list(request, "pen", queries.held())


@require_safe
@never_cache
@staff_required
def ignored(request: StaffRequest) -> HttpResponse:
    """Automatic mail and what was dismissed, should one have been misjudged."""
    if not policies.may_see_pen(request.user):
        raise PermissionDenied(_("Your roles do not include the mail boxes."))
    return _list(request, "ignored", queries.ignored())


@require_safe
@never_cache
@staff_required
def outbox(request: StaffRequest) -> HttpResponse:
    """Mail that waits to be sent, and mail that did not arrive."""
    if not policies.may_see_outbox(request.user):
        raise PermissionDenied(_("Your roles do not include the outbox."))
    lost = "gagal" in request.GET
    theirs = policies.outgoing(request.user)
    undelivered, waiting = queries.undelivered().filter(theirs), queries.outbox().filter(theirs)
    rows = undelivered if lost else waiting
    page = Paginator(rows.select_related("case"), PAGE).get_page(request.GET.get("page"))
    cases = {row.case_id for row in page if row.case_id}
    seen = set(
        Case.objects.filter(visible_to(request.user), pk__in=cases).values_list("pk", flat=True)
    )
    shown = {row.case for row in page if row.case is not None and row.case_id in seen}
    note_reading(request.user, shown, Act.MAIL_READ)
    return render(
        request,
        "desk/boxes/outbox.html",
        {
            **_frame(request, "outbox"),
            "lost": lost,
            "page": page,
            "parcels": [Parcel(row, row.case_id in seen) for row in page],
            "may_act": policies.may_act_on_outbox(request.user),
            "problem": problem_in_words(sending_problem()),
            "lost_count": undelivered.count(),
            "waiting_count": waiting.count(),
        },
    )


@require_POST
@staff_required
def send_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Try one at once."""
    row = _outgoing(request, pk)
    if services.send_again(actor=request.user, message=row):
        messages.success(request, _("It is tried again now."))
    else:
        messages.warning(request, _("It has been sent meanwhile, or is being sent."))
    return redirect("desk:boxes:outbox")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Take one out of the queue, with a reason."""
    row = _outgoing(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if services.stop(actor=request.user, message=row, reason=reason):
            messages.success(request, _("It is not sent. Its case says so."))
        else:
            messages.warning(request, _("It has been sent meanwhile, or is being sent."))
        return redirect("desk:boxes:outbox")
    seen = row.case is not None and can_see(request.user, row.case)
    return render(
        request,
        "desk/boxes/stop.html",
        {**_frame(request, "outbox"), "parcel": Parcel(row, seen), "form": form},
        status=_status(form),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def message(request: StaffRequest, pk: int) -> HttpResponse:
    """One mail: why it is here, its words, its raw text, and what to do with it."""
    row = _readable(request, pk)
    letter = letter_of(row)
    settles = row.state in WITH_A_PERSON and policies.may_see_pen(request.user)
    if request.method != "POST" or not settles:
        if request.method == "POST":
            messages.warning(request, _("Somebody else has dealt with this mail."))
        return _message(request, letter, settles)
    do = request.POST.get("do", "")
    forms = _forms(request, letter, do)
    form = forms.get(do)
    if do == "read_again":
        services.read_again(actor=request.user, message=row)
        messages.success(request, _("The program reads it again in a moment."))
        return redirect("desk:boxes:pen")
    if form is None or not form.is_valid():
        return _message(request, letter, settles, forms, form)
    try:
        said = _settle(request, letter, do, form)
    except AlreadySettledError:
        messages.warning(request, _("Somebody else has dealt with this mail."))
        return redirect("desk:boxes:message", pk)
    except IncompleteError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
    except CaseError as error:
        form.add_error(None, str(error))
    except StorageFullError:
        form.add_error(None, _("There is no room for files at the moment. Go on without them."))
    else:
        messages.success(request, said)
        return redirect("desk:boxes:pen")
    return _message(request, letter, settles, forms, form)


@require_safe
@staff_required
def raw(request: StaffRequest, pk: int) -> HttpResponse:
    """The mail as it travelled, to be saved, never to be opened by the browser."""
    row = _readable(request, pk)
    response = HttpResponse(bytes(row.raw.content), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"surat-{row.pk}.eml"
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _settle(request: StaffRequest, letter: Letter, do: str, form: Form) -> str:
    said = form.cleaned_data
    if do == "dismiss":
        services.dismiss(actor=request.user, message=letter.row, reason=said["reason"])
        return _("Put aside. It stays among the automatic mail.")
    files = [attachments.keep(file) for file in letter.files] if said["with_files"] else []
    if do == "add":
        case = services.add_to_case(
            actor=request.user,
            message=letter.row,
            case=said["number"],
            text=said["text"],
            attachments=files,
        )
        return _("Added to %(number)s.") % {"number": case.number}
    case = services.make_case(
        actor=request.user,
        message=letter.row,
        text=said["text"],
        title=said["title"],
        email=said["email"],
        attachments=files,
    )
    return _("It is case %(number)s now.") % {"number": case.number}


def _forms(request: StaffRequest, letter: Letter, do: str = "") -> dict[str, Form]:
    """The three forms; only the one that was sent is checked."""
    initial = {"text": letter.text, "with_files": bool(letter.files)}
    row = letter.row
    return {
        "case": CaseForm(
            request.POST if do == "case" else None,
            initial={**initial, "title": row.subject, "email": row.from_address},
            auto_id="case_%s",
        ),
        "add": AddForm(
            request.POST if do == "add" else None,
            initial=initial,
            person=request.user,
            auto_id="add_%s",
        ),
        "dismiss": ReasonForm(request.POST if do == "dismiss" else None, auto_id="dismiss_%s"),
    }


def _message(
    request: StaffRequest,
    letter: Letter,
    settles: bool,
    forms: dict[str, Form] | None = None,
    failed: Form | None = None,
) -> HttpResponse:
    context = {
        **_frame(request, "pen" if letter.row.state == InboundState.HELD else "ignored"),
        "letter": letter,
        "row": letter.row,
        "settles": settles,
        "forms": forms or _forms(request, letter),
        "failed": failed,
    }
    status = _status(failed) if failed is not None else HTTPStatus.OK
    return render(request, "desk/boxes/message.html", context, status=status)


def _readable(request: StaffRequest, pk: int) -> InboundMessage:
    row = (
        InboundMessage.objects.filter(policies.readable(request.user), pk=pk)
        .select_related("raw", "case")
        .first()
    )
    if row is None:
        raise Http404
    of_case = [row.case.subject] if row.case is not None and is_protected(row.case) else []
    record(Act.MAIL_READ, request.user, [f"mail:{row.pk}", *of_case])
    return row


def _outgoing(request: StaffRequest, pk: int) -> OutboundMessage:
    if not policies.may_act_on_outbox(request.user):
        raise PermissionDenied(_("Your roles do not include the outbox."))
    theirs = OutboundMessage.objects.filter(policies.outgoing(request.user))
    return get_object_or_404(theirs.select_related("case"), pk=pk)


def _list(request: StaffRequest, box: str, rows: Any) -> HttpResponse:
    rows = rows.filter(policies.readable(request.user)).select_related("case")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "desk/boxes/pen.html",
        {
            **_frame(request, box),
            "page": page,
            "letters": [(row, reason_in_words(row.reason)) for row in page],
        },
    )


def _frame(request: StaffRequest, box: str) -> dict[str, Any]:
    """The tabs of the room."""
    in_pen = policies.may_see_pen(request.user)
    return {
        "box": box,
        "sees_pen": in_pen,
        "sees_outbox": policies.may_see_outbox(request.user),
        "held": queries.held().filter(policies.readable(request.user)).count() if in_pen else 0,
    }


def _status(form: Form) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
