"""Cases that a call opens by itself, where nobody spoke with the caller."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubung.cases import services as registry
from hubung.cases.choices import Channel
from hubung.cases.models import Case
from hubung.cases.services import ReporterDetails
from hubung.channels.phone.models import CallCase
from hubung.channels.phone.services import tie
from hubung.directory.models import Sector
from hubung.telephony.models import Call, Callback
from hubung.ui import dates


def open_for(call: Call, *, external_id: str, title: str, text: str) -> Case:
    """The case of a call, tied to it; the one that is there when it was opened before."""
    case = registry.receive_case(
        channel=Channel.PHONE,
        external_id=external_id,
        title=title,
        text=text,
        sector=call.sector if call.sector in Sector.values else "",
        reporter=ReporterDetails(phone=call.caller) if call.caller else None,
        language=call.language or settings.HUBUNG.language,
        received_at=call.began_at,
    )
    tie(call=call, case=case, by=None)
    return case


@transaction.atomic
def open_for_unreached(callback: Callback) -> Case | None:
    """Who asked to be called back and was not reached has a case, so that somebody sees to it.

    None where the call has one already: somebody has begun to.
    """
    call = callback.call
    if CallCase.objects.filter(call=call).exists():
        return None
    with translation.override(call.language or settings.HUBUNG.language):
        title = _("Call back without an answer, %(when)s") % {"when": dates.when(call.began_at)}
        text = ngettext(
            "Asked to be called back, and did not answer when called %(count)s time. "
            "What it is about is not known yet.",
            "Asked to be called back, and did not answer when called %(count)s times. "
            "What it is about is not known yet.",
            callback.attempts,
        ) % {"count": callback.attempts}
    return open_for(call, external_id=f"callback:{call.engine_id}", title=title, text=text)
