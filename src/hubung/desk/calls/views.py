"""`/desk/panggilan/`: calls and what was recorded of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.models import Case
from hubung.cases.policies import can_see
from hubung.channels.phone import listening, policies, queries, services
from hubung.channels.phone import messages as voicemail
from hubung.desk.calls import listing, player, ranges
from hubung.desk.calls.forms import FilterForm, LinkForm, ListenForm, NothingForm, WordsForm
from hubung.desk.calls.page import call_page
from hubung.desk.casepage import find_case
from hubung.desk.live import newest_event
from hubung.desk.views.worklist import wants
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.kernel.files import BlobMissingError
from hubung.telephony.models import Call, Recording
from hubung.telephony.recordings import keeping
from hubung.ui.downloads import SANDBOX


@require_safe
@never_cache
@staff_required
def calls(request: StaffRequest) -> HttpResponse:
    """The list, in one of its views."""
    if not policies.may_use_calls(request.user):
        raise PermissionDenied(_("Your roles do not include calls."))
    view = listing.view_of(request.GET.get("tampilan", ""))
    form = FilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = Paginator(listing.found(request.user, view, asked), listing.PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "view": view,
        "views": listing.counted(request.user),
        "form": form,
        "filtered": any(asked.values()) or not form.is_valid(),
        "page": page,
        "rows": listing.rows(list(page)),
        "address": request.get_full_path(),
        "newest_event": newest_event(),
    }
    part = wants(request, "div#calls")
    return render(request, "desk/calls/rows.html" if part else "desk/calls/list.html", context)


@require_safe
@never_cache
@staff_required
def call(request: StaffRequest, pk: int) -> HttpResponse:
    """One call."""
    return _page(request, _call(request, pk))


@require_POST
@staff_required
def number(request: StaffRequest, pk: int) -> HttpResponse:
    """The page with the caller's number in whole: that they had it shown is on record."""
    found = _call(request, pk)
    cases = queries.cases_of(found, seen_by=request.user)
    record(
        Act.CONTACT_SHOWN,
        request.user,
        [f"call:{found.pk}", *(case.subject for case in cases)],
    )
    return _page(request, found, number_shown=True)


@require_POST
@staff_required
def link(request: StaffRequest, pk: int) -> HttpResponse:
    """It concerns a case."""
    found = _call(request, pk)
    form = LinkForm(request.POST)
    if form.is_valid():
        case = form.case()
        if case is None or not can_see(request.user, case):
            form.add_error("number", _("There is no case with this number. Check its digits."))
        else:
            try:
                services.link_call(by=request.user, call=found, case=case)
            except CaseError as error:
                form.add_error("number", str(error))
            else:
                messages.success(request, _("The call stands on the case now."))
                return redirect("desk:calls:call", found.pk)
    return _page(request, found, link_form=form)


@require_POST
@staff_required
def unlink(request: StaffRequest, pk: int) -> HttpResponse:
    """It does not concern a case after all."""
    found = _call(request, pk)
    case = Case.objects.by_number(request.POST.get("number", ""))
    try:
        if case is not None and can_see(request.user, case):
            services.unlink_call(by=request.user, call=found, case=case)
            messages.success(request, _("The call is taken off the case."))
    except CaseError as error:
        messages.error(request, str(error))
    if not policies.can_see(request.user, found):
        return redirect("desk:calls:list")
    return redirect("desk:calls:call", found.pk)


@require_POST
@staff_required
def settle(request: StaffRequest, pk: int) -> HttpResponse:
    """There is nothing to record of it."""
    found = _call(request, pk)
    if not policies.may_decide(request.user, found):
        raise PermissionDenied(_("Your roles do not include this call or this case."))
    form = NothingForm(request.POST)
    if form.is_valid():
        try:
            services.record_nothing(by=request.user, call=found, **form.cleaned_data)
        except CaseError as error:
            field = error.field if isinstance(error, IncompleteError) else None
            form.add_error(field, str(error))
        else:
            messages.success(request, _("Noted: this call needs no case."))
            return redirect("desk:calls:call", found.pk)
    return _page(request, found, nothing_form=form)


@require_POST
@staff_required
def call_back(request: StaffRequest, pk: int) -> HttpResponse:
    """One press: somebody calls them back later."""
    found = _call(request, pk)
    if not policies.may_decide(request.user, found):
        raise PermissionDenied(_("Your roles do not include this call or this case."))
    try:
        services.call_back_later(by=request.user, call=found)
        messages.success(request, _("Noted: somebody calls back."))
    except CaseError as error:
        messages.error(request, str(error))
    return redirect("desk:calls:call", found.pk)


@require_POST
@never_cache
@staff_required
def listen(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody listens: on record first, and then the player has the sound."""
    recording = _recording(request, pk)
    form = ListenForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        listening.listen(by=request.user, recording=recording, why=why)
    except IncompleteError as error:
        form.add_error("why", str(error))
        return _player(request, recording, form)
    player.open_up(request, recording)
    return _player(request, recording, None)


@require_safe
@staff_required
def sound(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The sound, or the part that a player asks for; the page for who has not said they listen."""
    recording = _recording(request, pk)
    if recording.pk not in player.open_to(request):
        return redirect("desk:calls:call", recording.call_id)
    try:
        response = _sound(request.headers.get("Range", ""), recording)
    except BlobMissingError:
        raise Http404 from None
    response["Accept-Ranges"] = "bytes"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response


def _sound(header: str, recording: Recording) -> HttpResponseBase:
    try:
        part = ranges.asked(header, recording.size)
    except ranges.NotThereError:
        return HttpResponse(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            headers={"Content-Range": f"bytes */{recording.size}"},
        )
    if part is None:
        whole = StreamingHttpResponse(
            _piece_by_piece(keeping.read(recording)), content_type="audio/wav"
        )
        whole["Content-Length"] = str(recording.size)
        return whole
    start, length = part
    response = HttpResponse(
        b"".join(keeping.read(recording, start, length)),
        content_type="audio/wav",
        status=HTTPStatus.PARTIAL_CONTENT,
    )
    response["Content-Range"] = f"bytes {start}-{start + length - 1}/{recording.size}"
    return response


async def _piece_by_piece(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    while piece := await sync_to_async(_next)(pieces):
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes:
    return next(pieces, b"")


@require_POST
@staff_required
def write_down(request: StaffRequest, number: str) -> HttpResponse:
    """What is said in a message becomes the words of its case."""
    case = find_case(request.user, number, reading=None)
    if not policies.may_write_down(request.user, case):
        raise Http404
    form = WordsForm(request.POST)
    back = redirect("desk:case", case.number)
    if not form.is_valid():
        messages.error(request, _("Write what is said; a sentence is enough."))
        return back
    try:
        voicemail.write_down(by=request.user, case=case, text=form.cleaned_data["text"])
        messages.success(request, _("The message is written down."))
    except CaseError as error:
        messages.error(request, str(error))
    return back


def _call(request: StaffRequest, pk: int) -> Call:
    """The call. Raises Http404 when there is none, or none for this person."""
    found = (
        queries.visible(request.user).filter(pk=pk).select_related("taken_by").first()
        if policies.may_use_calls(request.user)
        else None
    )
    if found is None:
        raise Http404
    return found


def _recording(request: StaffRequest, pk: int) -> Recording:
    found = Recording.objects.filter(pk=pk, deleted_at=None).select_related("call").first()
    if (
        found is None
        or not policies.may_use_calls(request.user)
        or not listening.may_listen(request.user, found.call)
    ):
        raise Http404
    return found


def _page(
    request: StaffRequest,
    found: Call,
    *,
    link_form: LinkForm | None = None,
    nothing_form: NothingForm | None = None,
    listen_form: tuple[int, ListenForm] | None = None,
    number_shown: bool = False,
) -> HttpResponse:
    failed = bool(
        (link_form and link_form.errors)
        or (nothing_form and nothing_form.errors)
        or (listen_form and listen_form[1].errors)
    )
    context: dict[str, Any] = {
        "page": call_page(request.user, found, player.open_to(request)),
        "link_form": link_form or LinkForm(auto_id="link_%s"),
        "nothing_form": nothing_form or NothingForm(auto_id="nothing_%s"),
        "listen_form": listen_form,
        "number_shown": number_shown,
        "failed": failed,
        "newest_event": newest_event(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK
    return render(request, "desk/calls/call.html", context, status=status)


def _player(request: StaffRequest, recording: Recording, form: ListenForm | None) -> HttpResponse:
    """The player alone where a script asks for it, else the page of its call."""
    if wants(request, f"div#player-{recording.pk}"):
        shown = player.players(request.user, recording.call, player.open_to(request))
        one = next(item for item in shown if item.recording.pk == recording.pk)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
        return render(
            request,
            "desk/calls/player.html",
            {"player": one, "form": form, "fresh": True},
            status=status,
        )
    if form is not None:
        return _page(request, recording.call, listen_form=(recording.pk, form))
    response = redirect("desk:calls:call", recording.call_id)
    response["Location"] += f"#player-{recording.pk}"
    return response
