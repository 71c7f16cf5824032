"""`{% load agenda %}`: when an activity is, and how it stands."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hubung.disclosure.agenda.lateness import Late
from hubung.disclosure.agenda.models import Entry
from hubung.disclosure.agenda.public import OpenEntry, State
from hubung.ui import dates
from hubung.ui.templatetags.hubung import badge

register = template.Library()


@register.filter
def span(entry: OpenEntry | Entry) -> str:
    """09.00–10.30 WIB; over days 19 Nov, 09.00 WIB – 20 Nov, 10.00 WIB; "All day"."""
    zone = entry.timezone
    if entry.all_day:
        if entry.last_day == entry.day:
            return _("All day")
        return f"{dates.short_day(entry.day)} – {dates.short_day(entry.last_day)}"
    begins, ends = dates.clock(entry.starts_at, zone), dates.clock(entry.ends_at, zone)
    if entry.last_day == entry.day:
        return f"{begins.rsplit(' ', 1)[0]}–{ends}"
    return f"{dates.short_day(entry.day)}, {begins} – {dates.short_day(entry.last_day)}, {ends}"


@register.simple_tag
def state_badge(entry: OpenEntry) -> SafeString:
    """How the activity stands now."""
    words = {
        State.PLANNED: (_("Planned"), ""),
        State.NOW: (_("Now"), "here"),
        State.HELD: (_("Held"), "ok"),
        State.UNCONFIRMED: (_("Over, not confirmed yet"), ""),
        State.CANCELLED: (_("Cancelled"), "warn"),
    }
    word, tone = words[entry.state]
    return badge(word, tone)


@register.simple_tag
def late_badge(entry: OpenEntry) -> SafeString:
    """That it was entered late, and how; nothing when it was in time."""
    words = {
        Late.SHORT: _("Entered at short notice"),
        Late.DURING: _("Entered while it went on"),
        Late.AFTER: _("Entered afterwards"),
    }
    if entry.late is Late.NO:
        return SafeString("")
    return badge(words[entry.late], "warn")


@register.simple_tag
def moved_badge(entry: OpenEntry) -> SafeString:
    """When it was announced for first, if that was another time."""
    if entry.moved_from is None:
        return SafeString("")
    before = dates.local(entry.moved_from, entry.timezone)
    now = dates.local(entry.starts_at, entry.timezone)
    when = dates.clock(entry.moved_from, entry.timezone)
    if before.date() != now.date():
        when = f"{dates.short_day(before.date())}, {when}"
    return badge(_("Moved from %(when)s") % {"when": when}, "warn")


@register.simple_tag
def at_time(entry: OpenEntry | Entry) -> SafeString:
    """When it is, for people and machines."""
    said = entry.day.isoformat() if entry.all_day else entry.starts_at.isoformat()
    return format_html('<time datetime="{}">{}</time>', said, span(entry))
