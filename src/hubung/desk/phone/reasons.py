"""Why somebody takes no calls, and why a wish was not met, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.telephony import acd

#: What an agent may say themselves.
BREAKS = {
    "break": gettext_lazy("Break"),
    "meal": gettext_lazy("Meal"),
    "prayer": gettext_lazy("Prayer"),
    "meeting": gettext_lazy("Meeting"),
    "writing": gettext_lazy("Writing reports"),
    "training": gettext_lazy("Training"),
}
#: What the queue says of them.
SET_AWAY = {
    acd.NO_ANSWER: gettext_lazy("A call rang and you did not answer"),
    acd.REFUSED: gettext_lazy("You declined a call"),
    acd.UNREACHABLE: gettext_lazy("Your telephone could not be reached"),
    "code": gettext_lazy("Say what the last call was about"),
}


def in_words(reason: str) -> str:
    """Why they take no calls."""
    return str(BREAKS.get(reason) or SET_AWAY.get(reason) or _("Not ready"))


def refusal(code: str) -> str:
    """Why a wish was not met, and what to do."""
    known = {
        "no_call": _("You are in no call any more."),
        "agent_busy": _("They are not free now: choose somebody else, or a queue."),
        "not_now": _("That can't be done at this moment of the call. Try again in a moment."),
        "nobody_there": _("Nobody is there now: choose somebody else, or a queue."),
        "no_agent": _("Your roles bring you no calls. Ask the administrator of your unit."),
        "code_needed": _("Say first what the last call was about."),
        "too_late": _("The telephone did not answer in time. Try again."),
        "not_understood": _("The telephone did not understand this. Try again."),
    }
    return known.get(code) or _("The telephone refused this. Try again.")
