"""`/desk/pengaturan/surel/aktivasi/`: who has not opened their account yet, and their links."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.desk.setup.frame import mail_frame
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import Unit
from hubung.directory.policies import administers_ministry
from hubung.directory.queries import unit_scope
from hubung.mail import policies, queries, services


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def activation(request: StaffRequest) -> HttpResponse:
    """By unit: how many wait, who had their links; and new links, for one unit or for all."""
    policies.require(policies.may_see_accounts(request.user))
    units = Unit.objects.all()
    if not administers_ministry(request.user):
        units = units.filter(unit_scope(request.user, *policies.KEEPERS))
    if request.method == "POST":
        pk = request.POST.get("unit", "")
        if pk:
            units = units.filter(pk=get_object_or_404(units, pk=pk if pk.isdecimal() else 0).pk)
        _tell(request, services.send_links(by=request.user, units=units))
        return redirect("desk:setup:mail_activation")
    rows = queries.waiting_by_unit(units)
    context = {
        **mail_frame(request),
        "rows": rows,
        "count": sum(row.count for row in rows),
    }
    return render(request, "desk/setup/mail/activation.html", context)


def _tell(request: StaffRequest, sent: services.Sent) -> None:
    if sent.links:
        messages.success(
            request,
            _("%(links)s new links are on their way, in %(letters)s letters.")
            % {"links": sent.links, "letters": sent.letters},
        )
    if sent.left:
        names = ", ".join(account.name for account in sent.left[:5])
        messages.warning(
            request,
            _(
                "Nobody can hand a link to %(count)s people (%(names)s …): give somebody the role"
                " of coordinator or administrator of their unit."
            )
            % {"count": len(sent.left), "names": names},
        )
