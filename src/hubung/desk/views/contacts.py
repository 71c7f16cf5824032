"""How a reporter is reached, in whole: on record before it is shown."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.desk.casepage import find_case
from hubung.desk.views.case import case_context
from hubung.desk.views.worklist import list_context, wants
from hubung.directory.accounts.access import StaffRequest, staff_required


@require_safe
@never_cache
@staff_required
def show_contacts(request: StaffRequest, number: str) -> HttpResponse:
    """The page of the case with contact data unmasked; its list alone where a script asks."""
    case = find_case(request.user, number, reading=None)
    if case.reporter is None:
        raise Http404
    record(Act.CONTACT_SHOWN, request.user, case.subject)
    if wants(request, "ul#contacts"):
        return render(request, "desk/parts/contacts.html", {"case": case, "contacts_shown": True})
    context = {**list_context(request, number=number), **case_context(request, case)}
    return render(request, "desk/desk.html", {**context, "contacts_shown": True})
