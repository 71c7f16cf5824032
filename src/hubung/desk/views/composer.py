"""What helps while writing: drafts, canned answers, names."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hubung.desk import picking
from hubung.desk.canned import canned_for, fill
from hubung.desk.casepage import find_case
from hubung.desk.composing import keep_draft
from hubung.desk.doings import DOINGS, Doing
from hubung.desk.worklist import Query
from hubung.directory.accounts.access import StaffRequest, staff_required


def _writing(slug: str) -> Doing:
    doing = DOINGS.get(slug)
    if doing is None or not doing.draft:
        raise Http404
    return doing


@require_POST
@staff_required
def save_draft(request: StaffRequest, number: str, slug: str) -> HttpResponse:
    """Keep what is typed so far."""
    doing = _writing(slug)
    keep_draft(
        person=request.user,
        case=find_case(request.user, number, reading=None),
        doing=doing,
        text=request.POST.get("text", ""),
    )
    return HttpResponse(status=204)


@require_safe
@never_cache
@staff_required
def canned_text(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """A canned answer, filled for this case."""
    case = find_case(request.user, number)
    canned = get_object_or_404(canned_for(case), pk=pk)
    return HttpResponse(
        fill(canned.text, case, request.user), content_type="text/plain; charset=utf-8"
    )


@require_POST
@staff_required
def insert_canned(request: StaffRequest, number: str, slug: str) -> HttpResponse:
    """The same without a script: what was typed becomes the draft, with the answer after it."""
    doing = _writing(slug)
    case = find_case(request.user, number, reading=None)
    canned = get_object_or_404(canned_for(case), pk=request.POST.get("templat") or 0)
    typed = request.POST.get(doing.form.draft_field, "").rstrip()
    filled = fill(canned.text, case, request.user)
    keep_draft(
        person=request.user,
        case=case,
        doing=doing,
        text=f"{typed}\n\n{filled}" if typed else filled,
    )
    address = reverse("desk:case", args=[case.number])
    query = Query.read(request.GET.dict()).address
    return redirect(f"{address}?{query}{'&' if query else ''}tulis={slug}#composer")


@require_safe
@never_cache
@staff_required
def offers(request: StaffRequest, what: str) -> HttpResponse:
    """Names that fit what is typed, as options."""
    text = request.GET.get("cari", "")[:100]
    if what == "unit":
        labels = [picking.unit_label(unit) for unit in picking.units_like(text)]
    elif what == "orang":
        labels = [picking.person_label(person) for person in picking.people_like(text)]
    else:
        raise Http404
    return render(request, "desk/parts/offers.html", {"labels": labels})


@require_safe
@never_cache
@staff_required
def names(request: StaffRequest) -> HttpResponse:
    """Colleagues to call in a note, by the beginning of a name."""
    text = request.GET.get("cari", "")[:60].strip()
    people = picking.people_like(text)[:6] if len(text) > 1 else []
    return render(request, "desk/parts/names.html", {"people": people})
