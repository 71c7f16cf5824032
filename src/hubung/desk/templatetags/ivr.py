"""`{% load ivr %}`: the marks of the callers' menu."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hubung.desk.ivr.strip import Row
from hubung.telephony.models import MenuState, MenuVersion
from hubung.ui.templatetags.hubung import badge

register = template.Library()

_TONES = {
    MenuState.DRAFT: "warn",
    MenuState.TRIED: "info",
    MenuState.LIVE: "here",
    MenuState.RETIRED: "",
}


@register.simple_tag
def listen(key: str, language: str, seconds: float | None = None) -> SafeString:
    """Plays a prompt; without a script it opens the sound."""
    return format_html(
        '<a class="listen" href="{}" data-sound><i aria-hidden="true"></i>'
        '<span class="sr">{}</span>{}</a>',
        reverse("desk:ivr:sound", args=[key, language]),
        _("Listen: %(key)s (%(language)s)") % {"key": key, "language": language.upper()},
        _length(seconds),
    )


@register.simple_tag
def version_state(version: MenuVersion | None) -> SafeString:
    """The state of a version in a word; the menu of a new installation is live."""
    state = MenuState(version.state) if version else MenuState.LIVE
    return badge(str(state.label), _TONES[state])


@register.simple_tag
def tracks(row: Row) -> SafeString:
    """The lanes of one row of the strip map, and its station. Seen only: the text says it all."""
    parts: list[tuple[str, int, int]] = [("pass", lane, lane) for lane in row.through]
    parts += [("in", row.lane, row.lane)] if row.comes_in else []
    parts += [_turn("out" if to == row.lane else "turn", row.lane, to) for to in row.begins]
    parts += [_turn("join", row.lane, to) for to in row.joins]
    parts.append(("station", row.lane, row.lane))
    drawn = format_html_join("", '<i class="{}" data-lane="{}" data-to="{}"></i>', parts)
    return format_html('<span class="tracks" aria-hidden="true">{}</span>', drawn)


def _turn(kind: str, lane: int, to: int) -> tuple[str, int, int]:
    return (kind if to >= lane else f"{kind} left"), lane, to


def _length(seconds: float | None) -> SafeString:
    if seconds is None:
        return SafeString("")
    whole = max(round(seconds), 1)
    return format_html('<span class="num">{}:{:0>2}</span>', whole // 60, str(whole % 60))
