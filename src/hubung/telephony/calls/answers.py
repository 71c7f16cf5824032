"""What calls need to know of the registry, which is a house above: the registry leaves it here.

Each function runs in a thread and may ask the database. Set them when the apps are ready.
"""

from __future__ import annotations

from collections.abc import Callable

from hubung.kernel.calendars import Language
from hubung.telephony.menu.walking import Prompt

#: (case number, language) → what is said of the case; nothing when there is none.
CaseStatus = Callable[[str, Language], tuple[Prompt, ...]]
#: caller's number → id of the person who has an open case of theirs, else None.
KnownAgent = Callable[[str], str | None]


def _nothing(_number: str, _language: Language) -> tuple[Prompt, ...]:
    return ()


def _nobody(_caller: str) -> str | None:
    return None


case_status: CaseStatus = _nothing
known_agent: KnownAgent = _nobody


def answered_by(*, status: CaseStatus, agent: KnownAgent) -> None:
    """Say who answers from now on."""
    global case_status, known_agent
    case_status, known_agent = status, agent
