"""Something is done with a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.models import Case, Link
from hubung.cases.policies import can_see
from hubung.cases.services import unlink_cases
from hubung.desk.casepage import find_case, note_reading
from hubung.desk.composing import bind, use_up_draft
from hubung.desk.doings import AT_ONCE, DOINGS, Doing
from hubung.desk.forms import CaseForm
from hubung.desk.glance import glance_at
from hubung.desk.views.case import case_context
from hubung.desk.views.worklist import list_context, wants
from hubung.desk.worklist import Query
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.kernel.files import StorageFullError


@require_POST
@staff_required
def act(request: StaffRequest, number: str, slug: str) -> HttpResponse:
    """Do one of `DOINGS`. What cannot be done is said at its form, with everything typed kept."""
    doing = DOINGS.get(slug)
    if doing is None:
        raise Http404
    case = find_case(request.user, number, reading=None)
    form = bind(doing, case, request)
    if not form.is_valid():
        return _again(request, number, (doing, form))
    try:
        doing.run(request.user, case, form)
    except CaseError as error:
        if doing in AT_ONCE:
            messages.error(request, str(error))
            return _again(request, number, None)
        field = error.field if isinstance(error, IncompleteError) else None
        form.add_error(field if field in form.fields else None, str(error))
        return _again(request, number, (doing, form))
    except StorageFullError:
        form.add_error(None, _("There is no room for files at the moment. Send it without them."))
        return _again(request, number, (doing, form))
    use_up_draft(person=request.user, case=case, doing=doing)
    return _done(request, case, str(doing.done))


@require_POST
@staff_required
def unlink(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Take back a link between two cases."""
    case = find_case(request.user, number, reading=None)
    link = Link.objects.filter(pk=pk).select_related("case", "other").first()
    if link is None or case.pk not in (link.case_id, link.other_id):
        raise Http404
    if not can_see(request.user, link.other if link.case_id == case.pk else link.case):
        raise Http404
    try:
        unlink_cases(actor=request.user, link=link)
    except CaseError as error:
        messages.error(request, str(error))
        return _again(request, number, None)
    return _done(request, case, _("The link is taken back."))


def _done(request: StaffRequest, case: Case, said: str) -> HttpResponse:
    """Back to the case, or to the list when it has gone where the person may not follow."""
    messages.success(request, said)
    query = Query.read(request.GET.dict())
    visible = can_see(request.user, case)
    if wants(request, "main#main"):
        if not visible:
            response = render(request, "desk/parts/gone.html", {"query": query})
            response["HX-Push-Url"] = f"/desk/?{query.address}"
            return response
        fresh = find_case(request.user, case.number)
        glance = glance_at(request.user, fresh)
        note_reading(request.user, fresh, glance)
        context = case_context(request, fresh, glance=glance)
        return render(request, "desk/parts/case.html", context)
    if not visible:
        return redirect(f"/desk/?{query.address}")
    address = reverse("desk:case", args=[case.number])
    return redirect(f"{address}?{query.address}" if query.address else address)


def _again(
    request: StaffRequest, number: str, bound: tuple[Doing, CaseForm] | None
) -> HttpResponse:
    """The case as it is now, and the form as it was sent."""
    fresh = find_case(request.user, number)
    context: dict[str, Any] = case_context(request, fresh, bound)
    if wants(request, "main#main"):
        response = render(request, "desk/parts/case.html", context, status=422)
        # Chosen files and the cursor stay where they are.
        response["HX-Reswap"] = "innerMorph"
        return response
    return render(
        request,
        "desk/desk.html",
        {**list_context(request, number=number), **context},
        status=422,
    )
