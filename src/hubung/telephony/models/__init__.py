"""Calls and what they need: see the modules."""

from __future__ import annotations

from hubung.telephony.models.call import AgentState, Call, CallFact, Cause, Phase
from hubung.telephony.models.desk_command import DeskCommand
from hubung.telephony.models.desk_phone import DeskPhone
from hubung.telephony.models.line import BrowserLine
from hubung.telephony.models.menu import (
    Emergency,
    MenuAct,
    MenuSave,
    MenuState,
    MenuVersion,
    PreparedAnnouncement,
    PromptWording,
)
from hubung.telephony.models.queue import (
    AgentProfile,
    Callback,
    CallbackState,
    CallQueue,
    Telephone,
    WrapUpCode,
)
from hubung.telephony.models.recording import Recording, RecordingKey

__all__ = [
    "AgentProfile",
    "AgentState",
    "BrowserLine",
    "Call",
    "CallFact",
    "CallQueue",
    "Callback",
    "CallbackState",
    "Cause",
    "DeskCommand",
    "DeskPhone",
    "Emergency",
    "MenuAct",
    "MenuSave",
    "MenuState",
    "MenuVersion",
    "Phase",
    "PreparedAnnouncement",
    "PromptWording",
    "Recording",
    "RecordingKey",
    "Telephone",
    "WrapUpCode",
]
