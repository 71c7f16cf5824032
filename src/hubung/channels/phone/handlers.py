"""What follows when a call is over."""

from __future__ import annotations

from hubung.channels.phone import services
from hubung.channels.phone.models import CallCase
from hubung.kernel.events import handles
from hubung.telephony.events import CallFinished
from hubung.telephony.models import Call


@handles(CallFinished)
def tell_its_cases(event: CallFinished) -> None:
    """Recording, legs and waits go on the timelines of the cases it concerns."""
    call = Call.objects.get(pk=event.call_id)
    for link in CallCase.objects.filter(call=call, told=False).select_related("made_by"):
        services.tell(link, call)
