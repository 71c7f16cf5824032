"""`/akun/surel/moderasi/`: letters to groups that wait for somebody to decide."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.directory.models import Person
from hubung.mail import policies, services
from hubung.mail.models import GroupLetter, LetterState

_DECIDED_SHOWN = 20


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """Those of the groups that the reader moderates; what is done is named by the button."""
    person = cast(Person, request.user)
    groups = policies.groups_moderated_by(person)
    mine = GroupLetter.objects.filter(group__in=groups).defer("content").select_related("group")
    do, _mark, pk = request.POST.get("do", "").partition(":")
    if do in ("release", "reject"):
        letter = get_object_or_404(mine, pk=pk if pk.isdecimal() else 0)
        try:
            messages.success(request, _done(request, person, do, letter))
        except services.MailError as error:
            messages.error(request, str(error))
        return redirect("mail:letters")
    context = {
        "groups": groups,
        "waiting": mine.filter(state=LetterState.WAITING),
        "decided": mine.exclude(decided_at=None)
        .select_related("decided_by")
        .order_by("-decided_at")[:_DECIDED_SHOWN],
    }
    return render(request, "mail/letters.html", context)


def _done(request: HttpRequest, person: Person, do: str, letter: GroupLetter) -> str:
    """Carry it out; returns the word about it. Raises MailError."""
    if do == "release":
        services.release_letter(by=person, letter=letter)
        return _("Released: it is on its way to the members.")
    services.reject_letter(by=person, letter=letter, reason=request.POST.get("reason", ""))
    return _("Rejected. The sender is told why.")
