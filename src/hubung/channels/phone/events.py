"""What happens between calls and cases, for those who listen."""

from __future__ import annotations

from hubung.telephony.events import CallEvent


class CallSettled(CallEvent):
    """It was tied to a case or untied, or needs none: lists of calls look again."""
