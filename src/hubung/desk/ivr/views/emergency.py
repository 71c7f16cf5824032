"""`…/telepon/darurat/`: what every caller hears first, switched on and off in one move."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.desk.ivr.forms.prompts import AnnouncementForm
from hubung.desk.ivr.views.prompts import speak
from hubung.desk.setup.frame import frame, status_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.telephony.menu import policies
from hubung.telephony.menu.emergency import (
    announced_texts,
    begin_emergency,
    emergency,
    end_emergency,
)
from hubung.telephony.menu.policies import ANNOUNCEMENT
from hubung.telephony.menu.prepared import prepared
from hubung.telephony.models import Emergency
from hubung.telephony.prompts.wording import LANGUAGES

#: Earlier ones that are shown.
RECENT = 10


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def announcement(request: StaffRequest) -> HttpResponse:
    """On or off, with its words."""
    policies.require(policies.may_announce(request.user))
    do = request.POST.get("do", "")
    if do == "end":
        end_emergency(by=request.user)
        messages.success(request, _("The announcement is off. Callers go straight to the menu."))
        return redirect("desk:ivr:emergency")
    waiting = list(prepared())
    chosen = next((one for one in waiting if str(one.pk) == request.GET.get("siap")), None)
    texts = announced_texts() | (chosen.texts if chosen else {})
    form = AnnouncementForm(request.POST if do else None, texts=texts)
    if do == "begin" and form.is_valid():
        begin_emergency(by=request.user, texts=form.texts)
        for language in LANGUAGES:
            speak(request, ANNOUNCEMENT, language)
        messages.success(request, _("The announcement is on: every caller hears it first."))
        return redirect("desk:ivr:emergency")
    return render(
        request,
        "desk/ivr/emergency.html",
        {
            **frame(request, "emergency"),
            "form": form,
            "lasting": emergency(),
            "languages": LANGUAGES,
            "waiting": waiting,
            "chosen": chosen,
            "earlier": Emergency.objects.filter(lasts=False)
            .select_related("begun_by", "ended_by")
            .order_by("-begun_at")[:RECENT],
        },
        status=status_of(form),
    )
