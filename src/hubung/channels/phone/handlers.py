"""What follows when a call is over, and when its sound is there."""

from __future__ import annotations

from hubung.channels.phone import messages, opening, services
from hubung.channels.phone.models import CallCase
from hubung.kernel.events import handles
from hubung.telephony.events import CallbackGivenUp, CallFinished, RecordingKept
from hubung.telephony.models import Call, Callback, Recording


@handles(CallFinished)
def tell_its_cases(event: CallFinished) -> None:
    """Recording, legs and waits go on the timelines of the cases it concerns."""
    call = Call.objects.get(pk=event.call_id)
    for link in CallCase.objects.filter(call=call, told=False).select_related("made_by"):
        services.tell(link, call)


@handles(RecordingKept)
def open_a_case_for_a_message(event: RecordingKept) -> None:
    """Nothing goes unrecorded: what was left on the machine is a report."""
    recording = Recording.objects.select_related("call").get(pk=event.recording_id)
    if recording.kind == Recording.Kind.MESSAGE and recording.is_there:
        messages.open_case(recording)


@handles(CallbackGivenUp)
def open_a_case_for_who_was_not_reached(event: CallbackGivenUp) -> None:
    """Nobody who waited is forgotten."""
    callback = Callback.objects.select_related("call").get(call_id=event.call_id)
    opening.open_for_unreached(callback)
