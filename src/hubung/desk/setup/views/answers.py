"""`/desk/pengaturan/templat/`: canned answers, by unit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.cases import services
from hubung.cases.models import CannedAnswer
from hubung.cases.policies import CANNED_ROLES, may_change_canned
from hubung.desk.canned import PLACEHOLDERS, fill
from hubung.desk.setup import policies
from hubung.desk.setup.example import example_case
from hubung.desk.setup.forms.answers import AnswerForm
from hubung.desk.setup.frame import frame, status_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import Person, Unit
from hubung.directory.policies import administers_ministry

PAGE = 40


@require_safe
@never_cache
@staff_required
def answers(request: StaffRequest) -> HttpResponse:
    """Those that the person keeps, and those for every unit; the retired ones on a page apart."""
    policies.require(policies.may_see_answers(request.user))
    retired = "pensiun" in request.GET
    text = request.GET.get("cari", "").strip()[:100]
    seen = _seen(request.user)
    shown = seen.filter(retired_at__isnull=not retired)
    for word in text.split():
        shown = shown.filter(Q(title__icontains=word) | Q(text__icontains=word))
    in_order = shown.order_by(F("unit__path").asc(nulls_first=True), "title", "pk")
    page = Paginator(in_order, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "desk/setup/answers.html",
        {
            **frame(request, "answers"),
            "page": page,
            "rows": [(answer, may_change_canned(request.user, answer.unit)) for answer in page],
            "retired": retired,
            "text": text,
            "in_use_count": seen.filter(retired_at__isnull=True).count(),
            "retired_count": seen.filter(retired_at__isnull=False).count(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def add(request: StaffRequest) -> HttpResponse:
    """A new text."""
    policies.require(policies.may_see_answers(request.user))
    return _write(request, CannedAnswer(unit=_home(request.user)))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """A text that is there; one that others keep can be read only."""
    policies.require(policies.may_see_answers(request.user))
    answer = get_object_or_404(_seen(request.user), pk=pk)
    if not may_change_canned(request.user, answer.unit):
        policies.require(request.method != "POST")
        preview = _preview(request.user, answer.text, answer.unit, answer.language)
        return render(
            request,
            "desk/setup/answer_read.html",
            {**frame(request, "answers"), "answer": answer, "preview": preview},
        )
    return _write(request, answer)


@require_POST
@staff_required
def offer(request: StaffRequest, pk: int) -> HttpResponse:
    """Retire a text, or offer it again."""
    policies.require(policies.may_see_answers(request.user))
    answer = get_object_or_404(_seen(request.user), pk=pk)
    if request.POST.get("do") == "restore":
        services.restore_canned_answer(by=request.user, answer=answer)
        messages.success(request, _("“%(title)s” is offered again.") % {"title": answer.title})
    else:
        services.retire_canned_answer(by=request.user, answer=answer)
        messages.success(
            request,
            _("“%(title)s” is offered no longer. It is kept under “Retired”.")
            % {"title": answer.title},
        )
    return redirect("desk:setup:answers")


def _write(request: StaffRequest, answer: CannedAnswer) -> HttpResponse:
    initial: dict[str, Any] = {
        name: getattr(answer, name) for name in ("title", "text", "language", "kind", "sector")
    }
    form = AnswerForm(
        request.POST or None,
        initial={**initial, "unit": answer.unit_id},
        units=_choices(request.user, answer),
        for_everybody=administers_ministry(request.user),
    )
    previewing = request.POST.get("do") == "preview"
    if request.method == "POST" and form.is_valid() and not previewing:
        for name, value in form.cleaned_data.items():
            setattr(answer, name, value)
        services.save_canned_answer(by=request.user, answer=answer)
        messages.success(request, _("“%(title)s” is kept.") % {"title": answer.title})
        return redirect("desk:setup:answers")
    return render(
        request,
        "desk/setup/answer.html",
        {
            **frame(request, "answers"),
            "form": form,
            "answer": answer,
            "placeholders": PLACEHOLDERS.items(),
            "preview": _preview_of(request.user, form),
        },
        status=status_of(form),
    )


def _preview_of(person: Person, form: AnswerForm) -> str:
    """As far as the form is in order; nothing of an empty text."""
    said = form.cleaned_data if form.is_bound else form.initial
    unit = said.get("unit")
    if isinstance(unit, int):
        unit = Unit.objects.get(pk=unit)
    return _preview(person, said.get("text", ""), unit, said.get("language") or "id")


def _preview(person: Person, text: str, unit: Unit | None, language: str) -> str:
    unit = unit or person.unit or Unit.objects.filter(parent=None).first()
    if not text or unit is None:
        return ""
    return fill(text, example_case(unit, language), person)


def _seen(person: Person) -> QuerySet[CannedAnswer]:
    """Their own, those of the units above, and those for every unit."""
    units = Q()
    if not administers_ministry(person):
        above = {
            int(pk)
            for grant in person.grants
            if grant.role in CANNED_ROLES
            for pk in grant.unit.path.strip("/").split("/")
        }
        own = policies.units_for_answers(person).values("pk")
        units = Q(unit__isnull=True) | Q(unit__in=own) | Q(unit__in=above)
    return CannedAnswer.objects.filter(units).select_related("unit")


def _choices(person: Person, answer: CannedAnswer) -> QuerySet[Unit]:
    """A unit that has closed since may stay, so that its text can be mended."""
    units = policies.units_for_answers(person)
    return units | Unit.objects.filter(pk__in=[answer.unit_id]).order_by("path")


def _home(person: Person) -> Unit | None:
    """The unit that a new text is most likely meant for."""
    if administers_ministry(person):
        return None
    return policies.units_for_answers(person).first()
