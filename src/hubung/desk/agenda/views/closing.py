"""Closing an entry: somebody proposes, somebody else decides."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hubung.desk.agenda.forms.closing import ClosingForm, NoteForm
from hubung.desk.agenda.forms.entry import EntryForm, initial_of
from hubung.desk.agenda.frame import frame, kept_entry, put_right
from hubung.desk.agenda.views.entries import edit_page
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.disclosure.agenda import policies, services
from hubung.disclosure.agenda.choices import Decision
from hubung.disclosure.agenda.errors import AgendaError
from hubung.disclosure.agenda.models import Closure
from hubung.disclosure.agenda.reading import note_reading
from hubung.kernel import clock

_SAID = {
    "approve": gettext_lazy("The entry is closed, and opens by itself when the time is over."),
    "refuse": gettext_lazy("The entry is open."),
    "withdraw": gettext_lazy("The proposal is taken back; the entry is open."),
    "lift": gettext_lazy("The entry is open again."),
}


@require_POST
@never_cache
@staff_required
def propose(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Ask for an entry to be closed."""
    entry = kept_entry(request, slug, pk)
    form = ClosingForm(request.POST, diary=entry.diary)
    if form.is_valid():
        try:
            closure = services.propose(by=request.user, entry=entry, closing=form.closing())
        except AgendaError as error:
            put_right(form, error)
        else:
            messages.success(request, _("Proposed. Somebody else decides."))
            return redirect("desk:agenda:decide", closure.pk)
    return edit_page(request, entry, EntryForm(initial=initial_of(entry)), form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """A proposal: what the entry says, why it should be closed, and the decision."""
    closure = (
        Closure.objects.select_related(
            "entry__diary__post__unit", "ground", "proposed_by", "decided_by", "decided_for"
        )
        .filter(pk=pk)
        .first()
    )
    if closure is None or not policies.may_see_closure(request.user, closure):
        raise Http404
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _settle(request, closure, form.cleaned_data["note"])
        except AgendaError as error:
            put_right(form, error)
        else:
            messages.success(request, str(_SAID[request.POST["do"]]))
            return redirect("desk:agenda:decide", pk)
    return _page(request, closure, form)


def _settle(request: StaffRequest, closure: Closure, note: str) -> None:
    by = request.user
    deeds: dict[str, Callable[[], Closure]] = {
        "approve": lambda: services.approve(by=by, closure=closure, note=note),
        "refuse": lambda: services.refuse(by=by, closure=closure, note=note),
        "withdraw": lambda: services.withdraw(by=by, closure=closure),
        "lift": lambda: services.lift(by=by, closure=closure, note=note),
    }
    deed = deeds.get(request.POST.get("do", ""))
    if deed is None:
        raise AgendaError(_("Choose what you decide."))
    deed()


def _page(request: StaffRequest, closure: Closure, form: NoteForm) -> HttpResponse:
    person, now = request.user, clock.now()
    note_reading(person, [closure.entry])
    pending = closure.decision == Decision.PENDING and closure.decide_by > now
    hides = closure.hides_until is not None and closure.hides_until > now
    return render(
        request,
        "desk/agenda/decide.html",
        {
            **frame(closure.entry.diary, "week"),
            "closure": closure,
            "entry": closure.entry,
            "form": form,
            "hides": hides,
            "pending": pending,
            "lapsed": closure.decision == Decision.PENDING and not pending,
            "may_decide": pending and policies.may_decide(person, closure),
            "may_withdraw": pending and policies.may_withdraw(person, closure),
            "may_lift": closure.decision == Decision.APPROVED
            and hides
            and policies.may_lift(person, closure),
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )
