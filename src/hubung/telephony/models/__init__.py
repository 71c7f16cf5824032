"""Calls and what they need: see the modules."""

from __future__ import annotations

from hubung.telephony.models.menu import (
    Emergency,
    MenuState,
    MenuVersion,
    PromptWording,
)

__all__ = ["Emergency", "MenuState", "MenuVersion", "PromptWording"]
