"""What the scripts of the bar say aloud, or write where no template can."""

from __future__ import annotations

from django.utils.translation import gettext as _


def spoken() -> dict[str, str]:
    """By the names that `static/desk/phone/phone.js` uses."""
    return {
        "ringing": _("A call rings"),
        "lost": _("The connection is away. Try again."),
        "microphone": _("The microphone can't be used: check it, then answer."),
        "silent": _("The browser plays no sound: press anywhere on the page."),
        "cannot": _("This browser can't make calls: use a recent Chrome, Edge or Firefox."),
        "muted": _("You can't be heard."),
        "unmuted": _("You can be heard again."),
        "paused": _("This is not recorded."),
        "recorded": _("The recording goes on."),
        "nocase": _("Open the case first, then say that the call is about it."),
        "linked": _("The call is linked to the case."),
        "good": _("Good line"),
        "fair": _("Weak line"),
        "bad": _("Bad line"),
    }
