"""Exempting an item: somebody proposes after the consequence test, somebody else decides."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.desk.agenda.forms.closing import NoteForm
from hubung.desk.register.forms import ExemptionForm
from hubung.desk.register.frame import found_item, put_right
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.disclosure.register import policies, services
from hubung.disclosure.register.choices import Decision
from hubung.disclosure.register.errors import RegisterError
from hubung.disclosure.register.models import Exemption
from hubung.kernel import clock

_SAID = {
    "approve": gettext_lazy("It is exempted, and opens by itself when the time is over."),
    "refuse": gettext_lazy("It is open."),
    "withdraw": gettext_lazy("The proposal is taken back; it is open."),
    "lift": gettext_lazy("It is open again."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def propose(request: StaffRequest, pk: int) -> HttpResponse:
    """The consequence test, step by step."""
    item = found_item(request, pk, keeps=True)
    form = ExemptionForm(request.POST or None, unit=item.unit, initial={"name": item.title})
    if request.method == "POST" and form.is_valid():
        try:
            exemption = services.propose(by=request.user, item=item, closing=form.closing())
        except RegisterError as error:
            put_right(form, error)
        else:
            messages.success(request, _("Proposed. Somebody else decides."))
            return redirect("desk:register:decide", exemption.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"item": item, "exemption_form": form}
    return render(request, "desk/register/propose.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """A proposal with its test, and the decision."""
    exemption = (
        Exemption.objects.select_related(
            "item__unit", "ground", "proposed_by", "decided_by", "decided_for"
        )
        .filter(pk=pk)
        .first()
    )
    if exemption is None or not policies.may_see_exemption(request.user, exemption):
        raise Http404
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _settle(request, exemption, form.cleaned_data["note"])
        except RegisterError as error:
            put_right(form, error)
        else:
            messages.success(request, str(_SAID[request.POST["do"]]))
            return redirect("desk:register:decide", pk)
    return _page(request, exemption, form)


def _settle(request: StaffRequest, exemption: Exemption, note: str) -> None:
    by = request.user
    deeds: dict[str, Callable[[], Exemption]] = {
        "approve": lambda: services.approve(by=by, exemption=exemption, note=note),
        "refuse": lambda: services.refuse(by=by, exemption=exemption, note=note),
        "withdraw": lambda: services.withdraw(by=by, exemption=exemption),
        "lift": lambda: services.lift(by=by, exemption=exemption, note=note),
    }
    deed = deeds.get(request.POST.get("do", ""))
    if deed is None:
        raise RegisterError(_("Choose what you decide."))
    deed()


def _page(request: StaffRequest, exemption: Exemption, form: NoteForm) -> HttpResponse:
    person, now = request.user, clock.now()
    pending = exemption.decision == Decision.PENDING and exemption.decide_by > now
    closes = exemption.closes_until is not None and exemption.closes_until > now
    context = {
        "exemption": exemption,
        "item": exemption.item,
        "form": form,
        "closes": closes,
        "pending": pending,
        "lapsed": exemption.decision == Decision.PENDING and not pending,
        "may_decide": pending and policies.may_decide(person, exemption),
        "may_withdraw": pending and policies.may_withdraw(person, exemption),
        "may_lift": exemption.decision == Decision.APPROVED
        and closes
        and policies.may_lift(person, exemption),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "desk/register/decide.html", context, status=status)
