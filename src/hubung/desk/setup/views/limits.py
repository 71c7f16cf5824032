"""`/desk/pengaturan/batas/`: how long each step may take, since when, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hubung.cases import services
from hubung.cases.choices import ClockName, Kind
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.models import TimeLimit
from hubung.cases.policies import may_set_limits
from hubung.desk.setup import policies
from hubung.desk.setup.forms.time import LimitForm
from hubung.desk.setup.frame import frame, status_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import today

_STEPS = ClockName.values
_KINDS = ["", *Kind.values]


@dataclass(frozen=True)
class Row:
    """A limit and the day on which a younger one follows it; None while none does."""

    limit: TimeLimit
    until: date | None
    state: Literal["past", "holds", "coming"]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def limits(request: StaffRequest) -> HttpResponse:
    """Every limit that was, is and will be; a form that adds one."""
    policies.require(policies.may_see_calendar(request.user))
    may_set = may_set_limits(request.user)
    policies.require(may_set or request.method != "POST")
    form = LimitForm(request.POST or None, initial={"valid_from": today()})
    if request.method == "POST" and form.is_valid() and _add(request, form):
        messages.success(request, _("Kept. What runs already keeps its limit."))
        return redirect("desk:setup:limits")
    return render(
        request,
        "desk/setup/limits.html",
        {
            **frame(request, "limits"),
            "form": form,
            "may_set": may_set,
            "steps": [
                (ClockName(step).label, list(rows))
                for step, rows in groupby(_rows(), key=lambda row: row.limit.clock)
            ],
        },
        status=status_of(form),
    )


@require_POST
@staff_required
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a limit that does not hold yet."""
    limit = get_object_or_404(TimeLimit, pk=pk)
    try:
        services.withdraw_time_limit(by=request.user, limit=limit)
    except CaseError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Taken back; it never held."))
    return redirect("desk:setup:limits")


def _add(request: StaffRequest, form: LimitForm) -> bool:
    """False when the form now says why it was not added."""
    said = form.cleaned_data
    try:
        services.add_time_limit(
            by=request.user,
            clock=ClockName(said["clock"]),
            kind=said["kind"],
            days=said["days"],
            working_days=said["counted"] == LimitForm.WORKING,
            hours=said["counted"] == LimitForm.HOURS,
            source=said["source"],
            valid_from=said["valid_from"],
        )
    except IncompleteError as error:
        form.add_error(error.field, str(error))
        return False
    return True


def _rows() -> list[Row]:
    """By step and kind in the order of their lists, the youngest first."""
    ordered = sorted(
        TimeLimit.objects.all(),
        key=lambda one: (
            _STEPS.index(one.clock),
            _KINDS.index(one.kind),
            -one.valid_from.toordinal(),
        ),
    )
    rows: list[Row] = []
    younger: TimeLimit | None = None
    for limit in ordered:
        same = younger and (younger.clock, younger.kind) == (limit.clock, limit.kind)
        until = younger.valid_from if younger and same else limit.valid_to
        rows.append(Row(limit, until, _state(limit, until)))
        younger = limit
    return rows


def _state(limit: TimeLimit, until: date | None) -> Literal["past", "holds", "coming"]:
    if limit.valid_from > today():
        return "coming"
    return "past" if until is not None and until <= today() else "holds"
