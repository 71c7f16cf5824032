"""Calls and what they need: see the modules."""

from __future__ import annotations

from hubung.telephony.models.call import AgentState, Call, CallFact, Cause, Phase
from hubung.telephony.models.desk_command import DeskCommand
from hubung.telephony.models.line import BrowserLine
from hubung.telephony.models.menu import (
    Emergency,
    MenuState,
    MenuVersion,
    PromptWording,
)

__all__ = [
    "AgentState",
    "BrowserLine",
    "Call",
    "CallFact",
    "Cause",
    "DeskCommand",
    "Emergency",
    "MenuState",
    "MenuVersion",
    "Phase",
    "PromptWording",
]
