"""`/desk/pengaturan/surel/keadaan/`: how the mail system is, for the ministry's administrators."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hubung.desk.setup.frame import mail_frame
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.mail import delays, policies
from hubung.mail.daemons import installation, place, running
from hubung.mail.health import mail_system
from hubung.mail.models import HeldCopy, HeldState, SendingStop

_DOES = {
    "postfix": gettext_lazy("Takes letters and sends them"),
    "dovecot": gettext_lazy("Keeps mailboxes and lets mail programs in"),
    "rspamd": gettext_lazy("Filters what comes and signs what goes"),
    "slapd": gettext_lazy("The address book of mail programs"),
}


@dataclass(frozen=True)
class Part:
    """One of the daemons, in words."""

    title: str
    does: str
    runs: bool


@require_safe
@never_cache
@staff_required
def status(request: StaffRequest) -> HttpResponse:
    """The daemons, what waits on each machine, what is held, who is stopped."""
    policies.require(policies.may_keep_mail(request.user))
    context = {
        **mail_frame(request),
        "wrong": mail_system(),
        "enabled": settings.HUBUNG.mail_system.enabled,
        "daemons": _daemons() if settings.HUBUNG.mail_system.enabled else [],
        "queues": delays.queues(),
        "late": delays.delay(),
        "minutes": settings.HUBUNG.mail_system.queue_alert_minutes,
        "held": HeldCopy.objects.filter(state=HeldState.HELD).count(),
        "stopped": SendingStop.objects.filter(released_at=None).count(),
    }
    return render(request, "desk/setup/mail/status.html", context)


def _daemons() -> list[Part]:
    """Where they are installed on this machine, as they are handed a letter."""
    if not installation.is_there():
        return []
    here = place.here()
    return [
        Part(one.title, str(_DOES[one.name]), running.pid(here, one) is not None)
        for one in reversed(running.daemons(here))
    ]
