"""What changes the records of calls; each function is one transaction."""

from hubung.telephony.services.calls import (
    agent_is,
    call_answered,
    call_began,
    call_ended,
    caller_chose,
    entered_queue,
    held,
    offer_ended,
    offered,
    recording_began,
    recording_ended,
    resumed,
    talk_began,
    talk_ended,
    transferred,
    voicemail_left,
)

__all__ = [
    "agent_is",
    "call_answered",
    "call_began",
    "call_ended",
    "caller_chose",
    "entered_queue",
    "held",
    "offer_ended",
    "offered",
    "recording_began",
    "recording_ended",
    "resumed",
    "talk_began",
    "talk_ended",
    "transferred",
    "voicemail_left",
]
