"""`/desk/pejabat/`: one case, one decision, on a phone; then the next one."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.cases import services
from hubung.cases.choices import Kind
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.models import Case, post_title
from hubung.cases.queries import timeline_of
from hubung.desk import story
from hubung.desk.casepage import find_case, note_reading
from hubung.desk.glance import glance_at
from hubung.desk.official import drafts, sitting
from hubung.desk.official.brief import brief_of, limit_that_is_due_first, stations_of
from hubung.desk.official.forms import AnswerForm, BackForm, DeputyForm
from hubung.desk.official.waiting import deputies, is_theirs, sender_of, waiting_for
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.kernel import clock
from hubung.ui import dates


@require_safe
@never_cache
@staff_required
def first(request: StaffRequest) -> HttpResponse:
    """To the case that is due first; with none, what was done."""
    case = waiting_for(request.user).first()
    if case is not None:
        return redirect("desk:official:case", case.number)
    now = sitting.current(request.session)
    done = now if now and now.answers else None
    return render(request, "desk/official/done.html", {"sitting": done})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def one(request: StaffRequest, number: str) -> HttpResponse:
    """The case and its form. Whatever is pressed keeps the answer as typed so far."""
    case = find_case(request.user, number)
    if case.kind == Kind.PUBLIC_INFORMATION:
        return redirect("desk:requests:one", case.number)
    if not is_theirs(request.user, case):
        return render(
            request,
            "desk/official/settled.html",
            {"case": case, "waiting": waiting_for(request.user).count()},
            status=HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK,
        )
    sitting.go_on(request.session)
    if request.method != "POST":
        note_reading(request.user, case, glance_at(request.user, case))
        return _Page(request, case).render()
    drafts.keep_draft(case, request.user, request.POST.get("text", ""))
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        messages.success(request, _("Your draft is kept."))
        return redirect("desk:official:case", case.number)
    return act(_Page(request, case))


@require_POST
@staff_required
def keep(request: StaffRequest, number: str) -> HttpResponse:
    """The answer as typed so far, sent by the page's script while somebody types."""
    case = find_case(request.user, number, reading=None)
    if not is_theirs(request.user, case):
        return render(request, "desk/official/kept.html", {"gone": True})
    drafts.keep_draft(case, request.user, request.POST.get("text", ""))
    return render(request, "desk/official/kept.html", {"at": clock.now()})


class _Page:
    """The page of one case: its forms, as they come in and go out again."""

    def __init__(self, request: StaffRequest, case: Case) -> None:
        self.request, self.case = request, case
        self.official = request.user
        self.entries, self.others = timeline_of(case, seen_by=self.official)
        self.zone = case.unit.timezone
        self.draft = drafts.starting_draft(case, self.official)
        self.posted = request.POST.copy()
        doing = self.posted.get("do", "")
        # Only what was pressed is checked; the other parts keep what they hold.
        self.answer = AnswerForm(
            self.posted if doing == "send" else None,
            zone=self.zone,
            initial={
                "text": self.draft.text if self.draft else "",
                **_typed(request, AnswerForm),
                "version": case.version,
            },
        )
        self.back = BackForm(
            self.posted if doing == "back" else None, initial=_typed(request, BackForm)
        )
        self.deputy = DeputyForm(
            self.posted if doing == "deputy" else None,
            deputies=deputies(case, self.official),
            initial=_typed(request, DeputyForm),
        )

    def render(self, status: int = HTTPStatus.OK) -> HttpResponse:
        waiting = list(waiting_for(self.official))
        others = [other for other in waiting if other.pk != self.case.pk]
        due = self.case.next_due_at
        context: dict[str, Any] = {
            "case": self.case,
            "zone": self.zone,
            "brief": brief_of(self.case, self.entries, self._told()),
            "stations": list(stations_of(self.entries)),
            "due": dates.due(due, clock.now(), self.zone) if due else None,
            "due_for": limit_that_is_due_first(self.case) if due else "",
            "draft_by": self._draft_by(),
            "answer": self.answer,
            "back": self.back,
            "deputy": self.deputy,
            "sender": sender_of(self.case, self.entries),
            "post": post_title(self.official),
            "place": waiting.index(self.case) + 1 if self.case in waiting else 1,
            "total": len(others) + 1,
            "others": others,
            "units": self._units(),
        }
        return render(self.request, "desk/official/case.html", context, status=status)

    def fails(self, form: Form, error: CaseError | None = None) -> HttpResponse:
        """The page again, saying what to put right; nothing typed is lost."""
        if error is not None:
            form.add_error(None, str(error))
        if form is self.answer:
            # What they send next, they send having read this page.
            self.posted["version"] = str(self.case.version)
        return self.render(HTTPStatus.UNPROCESSABLE_ENTITY)

    def _draft_by(self) -> str:
        """Who began the answer, while it is still theirs."""
        if self.draft is None or self.draft.person_id == self.official.pk or not self.draft.text:
            return ""
        return self.draft.person.name

    def _told(self) -> list[story.Item]:
        """The timeline in words, the newest first."""
        files = story.files_by_entry(self.case.attachments.all())
        return story.tell(self.entries, files, self.others)

    def _units(self) -> list[str]:
        """Units that a promise may name: those of the case and of whoever worked on it."""
        own = self.official.unit
        units = [self.case.unit.label, sender_of(self.case, self.entries).unit.label]
        return list(dict.fromkeys([*units, *([own.label] if own else [])]))


def _send(page: _Page) -> HttpResponse:
    form = page.answer
    if not form.is_valid():
        return page.fails(form)
    said = form.cleaned_data
    with translation.override(page.case.language):
        promise = said["promise"]
        if promise and said["promised_by"]:
            promise = _("%(what)s, by %(who)s") % {"what": promise, "who": said["promised_by"]}
    try:
        services.answer_case(
            actor=page.official,
            case=page.case,
            text=said["text"],
            outcome=said["outcome"],
            promise=promise,
            promised_on=said["promised_on"],
            version=said["version"],
        )
    except IncompleteError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return page.fails(form)
    except CaseError as error:
        page.case.refresh_from_db()
        return page.fails(form, error)
    sitting.go_on(page.request.session, answered=True)
    return _next(page, _("Sent: %(number)s. The reporter reads your answer now."))


def _give_back(page: _Page) -> HttpResponse:
    form = page.back
    if not form.is_valid():
        return page.fails(form)
    to = sender_of(page.case, page.entries)
    try:
        services.move_case(
            actor=page.official,
            case=page.case,
            tier=to.tier,
            unit=to.unit,
            owner=to.person,
            reason=form.cleaned_data["back_reason"],
        )
    except CaseError as error:
        return page.fails(form, error)
    return _next(page, _("Given back: %(number)s."))


def _to_deputy(page: _Page) -> HttpResponse:
    form = page.deputy
    if not form.is_valid():
        return page.fails(form)
    to = form.chosen
    try:
        services.move_case(
            actor=page.official,
            case=page.case,
            tier=3,
            unit=to.unit,
            owner=to.person,
            reason=form.cleaned_data["deputy_reason"],
        )
    except CaseError as error:
        return page.fails(form, error)
    return _next(page, _("Handed over: %(number)s."))


_ACTS: dict[str, Callable[[_Page], HttpResponse]] = {
    "send": _send,
    "back": _give_back,
    "deputy": _to_deputy,
}


def _next(page: _Page, said: str) -> HttpResponse:
    messages.success(page.request, said % {"number": page.case.number})
    return redirect("desk:official:first")


def _typed(request: HttpRequest, form: type[Form]) -> dict[str, str]:
    """What came back of a form that is not the one that was pressed."""
    return {name: request.POST[name] for name in form.base_fields if name in request.POST}
