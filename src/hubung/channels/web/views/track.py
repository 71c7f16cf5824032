"""`/lacak/`: with number and code, see where a report stands and act on it. No account.

As the report page, these work without a CSRF cookie: whatever changes a case needs the signed pass
in its form (`opening`), which no other site can have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.cases import services
from hubung.cases.choices import ENDED, EntryKind, Kind, Status
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.lifecycle import Action, possible
from hubung.cases.models import Case
from hubung.cases.queries import is_recognised
from hubung.cases.timeline import REPORTER
from hubung.channels.web import opening, progress, story, uploads, visitors
from hubung.channels.web.track_forms import (
    MessageForm,
    OpenForm,
    RatingForm,
    ReasonForm,
    WithdrawForm,
)
from hubung.channels.web.views.responses import confidential, see_other
from hubung.kernel import numbers

_OBJECTIONS_ALLOWED = 1
_WRONG = "wrong"


@csrf_exempt
@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for number and code."""
    if request.method != "POST":
        known = request.GET.get("nomor", "")[:40]
        if not known:
            # The same for everybody: it may be found, and kept for when there is no line.
            empty = render(request, "web/track.html", {"form": OpenForm()})
            empty["Cache-Control"] = "private, no-cache"
            return empty
        return _ask(request, OpenForm(initial={"number": known}))
    form = OpenForm(request.POST)
    words = request.POST.get("words", "")
    if not form.is_valid():
        return _ask(request, form, words=words, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    number: numbers.CaseNumber = form.cleaned_data["number"]
    if opening.too_many_attempts(request, number):
        form.add_error(
            None,
            _(
                "Too many wrong attempts. Wait an hour and try again, or call %(code)s; "
                "your report goes on meanwhile."
            )
            % {"code": settings.HUBUNG.ministry.short_code},
        )
        return _ask(request, form, words=words, status=HTTPStatus.TOO_MANY_REQUESTS)
    case = opening.open_case(number, form.cleaned_data["code"])
    if case is None:
        opening.count_attempt(request, number)
        form.add_error(
            None,
            _(
                "Number and code do not belong together. Compare both with your receipt; the "
                "code has twelve letters and digits."
            ),
        )
        return _ask(request, form, words=words, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if words:
        response = _show(request, case, message=words)
    else:
        response = confidential(see_other(reverse("web:case", args=[case.number])))
    opening.remember(request, response, case)
    return response


@require_safe
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """An opened case; for everybody else this address only fills in the number."""
    case = opening.opened(request, _pk(number))
    if case is None:
        return confidential(see_other(f"{reverse('web:track')}?nomor={number}"))
    if case.kind == Kind.PUBLIC_INFORMATION:
        return confidential(see_other(reverse("information:request", args=[case.number])))
    response = _show(request, case)
    opening.remember(request, response, case)
    return response


@csrf_exempt
@require_POST
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Do what a form on the case's page asks for."""
    do = _ACTIONS.get(action)
    if do is None:
        raise Http404
    pk = _pk(number)
    case = opening.by_pass(request.POST.get("pass", ""), pk)
    if case is None:
        words = request.POST.get("text") or request.POST.get("reason") or ""
        return _ask(
            request,
            OpenForm(initial={"number": number}),
            words=words,
            status=HTTPStatus.FORBIDDEN,
        )
    form, kept, done = do(request, case)
    if not done:
        return _show(request, case, {action: form}, kept, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, done)
    response = see_other(reverse("web:case", args=[case.number]))
    opening.remember(request, response, case)
    return confidential(response)


@csrf_exempt
@require_POST
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """Close the case in this browser: the next person at this device does not see it."""
    response = see_other(reverse("web:track"))
    opening.forget(request, response, _pk(number))
    return confidential(response)


# ---------- What a reporter may do: each gives the form, its stored files, and what to say if done

_Outcome = tuple[forms.Form, list[uploads.Kept], str]


def _add(request: HttpRequest, case: Case) -> _Outcome:
    form = MessageForm(request.POST, request.FILES)
    kept, problems = uploads.collect(request)
    if problems:
        form.add_error("attachments", problems)
    if visitors.times("message", str(case.pk)) >= settings.HUBUNG.limits.messages_per_hour:
        form.add_error(None, _("That is a lot for one hour. Your text is kept; send it later."))
    if not form.is_valid():
        return form, kept, ""
    said = form.cleaned_data["text"]
    if not _just_said(case, said, kept):
        files = [item.file for item in kept]
        if not _tried(
            form, "text", lambda: services.add_information(case=case, text=said, attachments=files)
        ):
            return form, kept, ""
        visitors.count("message", str(case.pk))
    return form, [], _("Your message is with whoever handles the report.")


def _just_said(case: Case, said: str, kept: list[uploads.Kept]) -> bool:
    """Whether a second click brings the reporter's last words once more."""
    target = case.merged_into or case
    last = target.timeline.order_by("-seq").first()
    if last is None or last.kind != EntryKind.MESSAGE_IN or last.text != said:
        return False
    # Of a file that was sealed, its size is all that can be compared.
    known = {
        file.size if file.withheld else file.sha256
        for file in target.attachments.filter(entry_seq=last.seq)
    }
    same = all(known & {item.file.sha256, item.file.size} for item in kept)
    return same and len(known) == len(kept)


def _object(request: HttpRequest, case: Case) -> _Outcome:
    form = ReasonForm(request.POST)
    if form.is_valid() and _tried(
        form,
        "reason",
        lambda: services.object_to_answer(case=case, reason=form.cleaned_data["reason"]),
    ):
        return form, [], _("Your objection is with the official in charge.")
    return form, [], ""


def _reopen(request: HttpRequest, case: Case) -> _Outcome:
    form = ReasonForm(request.POST)
    if form.is_valid() and _tried(
        form, "reason", lambda: services.reopen_case(case=case, reason=form.cleaned_data["reason"])
    ):
        return form, [], _("Your report is being worked on again.")
    return form, [], ""


def _withdraw(request: HttpRequest, case: Case) -> _Outcome:
    form = WithdrawForm(request.POST)
    if form.is_valid() and _tried(
        form,
        "reason",
        lambda: services.withdraw_case(
            case=case, reason=form.cleaned_data["reason"], actor=REPORTER
        ),
    ):
        return form, [], _("Your report is withdrawn. You may take it up again at any time.")
    return form, [], ""


def _solved(request: HttpRequest, case: Case) -> _Outcome:
    """Rate the service; an answered case is thereby closed."""
    form = RatingForm(request.POST)
    if form.is_valid() and _tried(form, "score", lambda: _rate_and_close(case, form.cleaned_data)):
        return form, [], _("Thank you. Your rating helps us to do better.")
    return form, [], ""


@transaction.atomic
def _rate_and_close(case: Case, said: Mapping[str, Any]) -> None:
    services.rate_service(case=case, score=said["score"], comment=said["comment"])
    if case.status == Status.ANSWERED:
        services.close_case(case=case)


def _notices(request: HttpRequest, case: Case) -> _Outcome:
    wants = request.POST.get("wants") == "yes"
    services.stop_notices_of_case(case=case, wants=wants)
    done = _("We write to you again.") if wants else _("We write no more mails to you.")
    return forms.Form(), [], done


def _recognition(request: HttpRequest, case: Case) -> _Outcome:
    form = forms.Form(request.POST)
    if request.POST.get("wants") != "yes":
        services.end_recognition(case=case)
        return form, [], _("We no longer recognise you by your number.")
    form.is_valid()
    if _tried(form, "phone", lambda: services.allow_recognition(case=case)):
        return form, [], _("We recognise you by your number from now on.")
    return form, [], ""


_ACTIONS: dict[str, Callable[[HttpRequest, Case], _Outcome]] = {
    "tambah": _add,
    "keberatan": _object,
    "buka": _reopen,
    "tarik": _withdraw,
    "selesai": _solved,
    "kabar": _notices,
    "kenali": _recognition,
}


def _tried(form: forms.Form, field: str, do: Callable[[], object]) -> bool:
    """Whether it was done; if the registry refuses, the form says why."""
    try:
        do()
    except CaseError as error:
        # What the case itself forbids is no fault of a field, and its form may be gone.
        form.add_error(field if isinstance(error, IncompleteError) else None, str(error))
        return False
    return True


# ---------- Pages


def _show(
    request: HttpRequest,
    case: Case,
    bound: Mapping[str, forms.Form] | None = None,
    kept: list[uploads.Kept] | None = None,
    *,
    message: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    told = story.tell(case)
    now = progress.of(case.merged_into or case, told.entries)
    bound = bound or {}
    own = case.merged_into_id is None
    context = {
        "case": case,
        "story": told,
        "progress": now,
        "answers": [(answer, told.with_answer(answer)) for answer in reversed(now.answers)],
        "zone": now.case.unit.timezone,
        "pass": opening.make_pass(case),
        "message_form": bound.get("tambah", MessageForm(initial={"text": message})),
        "kept": kept or [],
        "waits_for_reporter": case.status == Status.INCOMPLETE,
        "object_form": bound.get("keberatan", ReasonForm(auto_id="object_%s"))
        if own and _may_object(case)
        else None,
        "reopen_form": bound.get("buka", ReasonForm(auto_id="reopen_%s"))
        if own and _may_reopen(case)
        else None,
        "withdraw_form": bound.get("tarik", WithdrawForm(auto_id="withdraw_%s"))
        if own and possible(Action.WITHDRAW, case.status)
        else None,
        "rating_form": bound.get("selesai", RatingForm(auto_id="rating_%s"))
        if own and possible(Action.RATE, case.status)
        else None,
        "wrong": next(iter(bound.values()), None),
        "rating": getattr(case, "rating", None),
        "recognised": case.reporter is not None and is_recognised(case.reporter),
    }
    return confidential(render(request, "web/case.html", context, status=status))


def _may_object(case: Case) -> bool:
    return possible(Action.OBJECT, case.status) and case.objections < _OBJECTIONS_ALLOWED


def _may_reopen(case: Case) -> bool:
    """After an answer the way back is the objection, while there is one."""
    return case.status in ENDED or (case.status == Status.ANSWERED and not _may_object(case))


def _ask(
    request: HttpRequest, form: OpenForm, *, words: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {"form": form, "words": words}
    return confidential(render(request, "web/track.html", context, status=status))


def _pk(number: str) -> int:
    """The case id in a number of our own making; anything else is no page."""
    found = numbers.parse_case_number(number, short_code=settings.HUBUNG.ministry.short_code)
    if found is None:
        raise Http404
    return found.case_id
