"""`/desk/pengaturan/surel/tertahan/`: letters that the filter holds, for who looks after them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hubung.desk.setup.frame import mail_frame
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.mail import policies
from hubung.mail.held import decide, listed, shown
from hubung.mail.models import HeldCopy


@require_safe
@never_cache
@staff_required
def held(request: StaffRequest) -> HttpResponse:
    """What is held for the accounts that they keep; case addresses are the ministry's."""
    policies.require(policies.may_see_accounts(request.user))
    context = {**mail_frame(request), **listed(_seen(request), request)}
    return render(request, "desk/setup/mail/held.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def letter(request: StaffRequest, pk: int) -> HttpResponse:
    """One letter; looking at it is on record."""
    policies.require(policies.may_see_accounts(request.user))
    copy = get_object_or_404(_seen(request).select_related("letter", "account__person"), pk=pk)
    if request.method == "POST":
        decide(request, copy, request.user)
        return redirect("desk:setup:mail_held")
    context = {**mail_frame(request), **shown(copy, request.user)}
    return render(request, "desk/setup/mail/held_letter.html", context)


def _seen(request: StaffRequest) -> QuerySet[HeldCopy]:
    return HeldCopy.objects.filter(policies.held_seen_by(request.user))
