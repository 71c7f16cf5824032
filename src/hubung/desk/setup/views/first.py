"""`/desk/pengaturan/` itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from hubung.desk.setup import policies
from hubung.directory.accounts.access import StaffRequest, staff_required


@require_safe
@staff_required
def first(request: StaffRequest) -> HttpResponse:
    """The first page that is open to the person."""
    page = policies.first_page(request.user)
    policies.require(bool(page))
    return redirect(f"desk:setup:{page}")
