"""`/desk/pengaturan/orang/`: who works where, with which roles."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.desk.setup import policies, roster
from hubung.desk.setup.frame import frame
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import Role
from hubung.directory.policies import may_import

PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def people(request: StaffRequest) -> HttpResponse:
    """Found by name, NIP, mail or role; at first, whoever has a role.

    What is sought is sent in the body: a NIP would else stand in addresses and logs. Anything else
    leads on to an address that can be kept and paged through.
    """
    policies.require(policies.may_see_people(request.user))
    sent = request.POST if request.method == "POST" else request.GET
    text = sent.get("cari", "").strip()[:100]
    asked = sent.get("peran", "")
    if request.method == "POST" and not roster.whole_nip(text):
        return redirect(f"{request.path}?{urlencode({'cari': text, 'peran': asked})}")
    role = asked if asked in Role.values else ""
    found = roster.found(request.user, text, role)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "desk/setup/people.html",
        {
            **frame(request, "people"),
            "page": page,
            "rows": roster.rows(page),
            "text": text,
            "role": role,
            "roles": Role.choices,
            "may_import": may_import(request.user),
        },
    )
