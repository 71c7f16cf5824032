"""`{% load hubung %}`: the components of the design, for every template of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache, wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from hubung.kernel.clock import now
from hubung.ui import dates, icons, people
from hubung.ui.charts import Chart
from hubung.ui.context import theme_of
from hubung.ui.stations import Day, Station

register = template.Library()
T = TypeVar("T")

SECTOR_ICONS = {"darat": "darat", "laut": "laut", "udara": "udara", "kereta": "kereta", "": "route"}
NOTICE_ICONS = {"": "info", "ok": "ok", "warn": "alert", "danger": "alert"}
MESSAGE_TONES = {"success": "ok", "warning": "warn", "error": "danger"}


def per_language(make: Callable[[T], SafeString]) -> Callable[[T], SafeString]:
    """A mark that a list repeats: made once for each argument and language."""

    @lru_cache(maxsize=100)
    def made(_language: str | None, argument: T) -> SafeString:
        return make(argument)

    @wraps(make)
    def mark(argument: T) -> SafeString:
        return made(get_language(), argument)

    return mark


# ---------- Small marks


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "phone" %}` beside a word; with `label=` where it stands alone."""
    return icons.icon(name, label)


@register.inclusion_tag("ui/components/mark.html")
def mark() -> dict[str, Any]:
    """The ministry's emblem, else the sign of the house: two lanes, a bridge, and you are here."""
    return {"emblem": reverse("ui:emblem") if settings.HUBUNG.ministry.emblem else ""}


@register.simple_tag
def badge(text: str, tone: str = "", icon: str = "") -> SafeString:
    """A state in a word; `tone`: ok, warn, danger, info, solid, here."""
    return format_html(
        '<span class="badge"{}>{}{}</span>',
        format_html(' data-tone="{}"', tone) if tone else "",
        icons.icon(icon) if icon else "",
        text,
    )


def sector_word(code: str) -> str:
    """A sector in the reader's language; the empty code means not known yet."""
    words = {
        "darat": pgettext("sector", "Land"),
        "laut": pgettext("sector", "Sea"),
        "udara": pgettext("sector", "Air"),
        "kereta": pgettext("sector", "Rail"),
        "": pgettext("sector", "Not known yet"),
    }
    return words[code]


@register.simple_tag
def sector(code: str) -> SafeString:
    """A sector: its icon, its colour and its word."""
    return format_html(
        '<span class="sector" data-sector="{}">{}{}</span>',
        code,
        icons.icon(SECTOR_ICONS[code]),
        sector_word(code),
    )


@register.simple_tag
@per_language
def sector_icon(code: str) -> SafeString:
    """A sector in a list row: the icon speaks its word."""
    return format_html(
        '<span data-sector="{}">{}</span>',
        code,
        icons.icon(SECTOR_ICONS[code], label=sector_word(code)),
    )


@register.simple_tag
@per_language
def mini_tier(position: int) -> SafeString:
    """Where a case is, in a list row: 0 received, 1 to 3 its tier, 4 answered."""
    if position in (1, 2, 3):
        word = format_html(
            '<span aria-hidden="true">T{0}</span><span class="sr">{1}</span>',
            position,
            gettext("Tier %(n)s") % {"n": position},
        )
    else:
        word = format_html(
            '<span class="sr">{}</span>', gettext("Answered") if position else gettext("Received")
        )
    return format_html('<span class="mini">{}{}</span>', icons.mini_line(position), word)


# ---------- Time in words


@register.filter
def when(at: datetime | None, zone: str = "") -> str:
    """Senin, 30 November 2026, 16.00 WIB."""
    return dates.when(at, zone) if at else ""


@register.filter
def short_when(at: datetime | None, zone: str = "") -> str:
    """As short as it can be without doubt: 16.00 WIB, or 23 Nov, 16.00 WIB."""
    return dates.short_when(at, now(), zone) if at else ""


@register.filter
def day(at: date | datetime | None, zone: str = "") -> str:
    """Senin, 30 November 2026."""
    return dates.day(at, zone) if at else ""


@register.filter
def clock(at: datetime | None, zone: str = "") -> str:
    """16.00 WIB."""
    return dates.clock(at, zone) if at else ""


@register.simple_tag
def due(at: datetime | None, zone: str = "") -> SafeString:
    """A due date in a few words, the whole date in its title; empty where there is none."""
    if at is None:
        return SafeString('<span class="due"></span>')
    in_words = dates.due(at, now(), zone)
    return format_html(
        '<time class="due"{} datetime="{}" title="{}">{}</time>',
        format_html(' data-tone="{}"', in_words.tone) if in_words.tone else "",
        at.isoformat(),
        dates.when(at, zone),
        in_words.words,
    )


# ---------- People


register.filter("initials", people.initials)
register.filter("mask_name", people.mask_name)
register.filter("mask_number", people.mask_number)
register.filter("mask_phone", people.mask_phone)
register.filter("mask_email", people.mask_email)


# ---------- Lines and lists


@register.inclusion_tag("ui/components/tier_line.html")
def tier_line(
    stations: Iterable[Station], *, level: bool = True, small: bool = False, bare: bool = False
) -> dict[str, Any]:
    """The route of a case. `level` lies down where its container is wide; `small` for panels,
    `bare` where only the names fit a phone."""
    kinds = ("level", level), ("small", small or bare), ("bare", bare)
    classes = " ".join(kind for kind, wanted in kinds if wanted)
    return {"stations": stations, "kinds": classes, "bare": bare}


@register.inclusion_tag("ui/components/day_strip.html")
def day_strip(days: Iterable[Day], label: str) -> dict[str, Any]:
    """The days of a due date, each counted or skipped, and why."""
    return {"days": days, "label": label}


@register.inclusion_tag("ui/components/chart.html")
def chart(chart: Chart, key: str) -> dict[str, Any]:
    """Bars or a line (`ui.charts`), beside a table of the same figures; `key` is its own on the
    page."""
    return {"chart": chart, "key": key}


@register.inclusion_tag("ui/components/facts.html")
def facts(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Terms and values."""
    return {"pairs": pairs}


@register.inclusion_tag("ui/components/uploads.html")
def upload_list(files: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Files received. Each has `name`; and may have `note`, `error`, `url` and `is_image`."""
    return {"files": files, "label": label or gettext("Files")}


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Links to the pages of a list, keeping the rest of the query; nothing for a single page."""
    request: HttpRequest = context["request"]

    def address(number: int) -> str:
        query = request.GET.copy()
        query[name] = str(number)
        return "?" + query.urlencode()

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "previous": address(page.number - 1) if page.has_previous() else "",
        "next": address(page.number + 1) if page.has_next() else "",
        "links": [
            (number, address(number) if isinstance(number, int) else "") for number in numbers
        ],
    }


# ---------- Forms


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What has to be put right, each a link to its field; nothing when all is well."""
    general = list(form.non_field_errors())
    links = [
        # A group has no control of its own: its first button is where the link leads.
        (field.id_for_label or f"{field.auto_id}_0", _in_summary(field, str(error)))
        for field in form
        for error in field.errors
    ]
    return {"general": general, "links": links, "count": len(general) + len(links)}


def _in_summary(field: BoundField, error: str) -> str:
    """Django's general sentence names no field, so away from its field it needs the label."""
    unnamed = error == gettext("This field is required.")
    return f"{field.label}: {error}" if unnamed else error


# ---------- Blocks


@register.simple_block_tag
def notice(content: str, tone: str = "", title: str = "", icon: str = "") -> SafeString:
    """`{% notice tone="warn" title="…" %}<p>…</p>{% endnotice %}`."""
    return format_html(
        '<div class="notice"{}>{}<div>{}{}</div></div>',
        format_html(' data-tone="{}"', tone) if tone else "",
        icons.icon(icon or NOTICE_ICONS[tone]),
        format_html("<h2>{}</h2>", title) if title else "",
        content,
    )


@register.simple_block_tag
def timeline_item(
    content: str, icon: str, title: str, at: datetime, kind: str = "", zone: str = ""
) -> SafeString:
    """An entry of a timeline; `kind` note (seen inside only) or voice (somebody's own words)."""
    return format_html(
        '<li{}>{}<b>{}</b><time datetime="{}" title="{}">{}</time>{}</li>',
        format_html(' data-kind="{}"', kind) if kind else "",
        icons.icon(icon),
        title,
        at.isoformat(),
        dates.when(at, zone),
        dates.short_when(at, now(), zone),
        format_html('<div class="body">{}</div>', content) if content.strip() else "",
    )


@register.simple_block_tag
def empty_state(content: str, title: str, href: str = "", action: str = "") -> SafeString:
    """Nothing here, why that is well, and the next step."""
    return format_html(
        '<div class="empty">{}<b>{}</b>{}{}</div>',
        icons.mini_line(4),
        title,
        content,
        format_html('<a class="btn" href="{}">{}</a>', href, action) if href else "",
    )


# ---------- The frame


@register.filter
def tone(level: str) -> str:
    """The tone of a Django message."""
    return MESSAGE_TONES.get(level, "")


@register.simple_tag(takes_context=True)
def current(context: Mapping[str, Any], prefix: str) -> SafeString:
    """`aria-current` for a link of the navigation; "/" only on the home page itself."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    here = path == prefix or (prefix != "/" and path.startswith(prefix))
    return SafeString(' aria-current="page"' if here else "")


def _back(request: HttpRequest | None) -> str:
    return urlencode({"next": request.get_full_path() if request else "/"})


@register.simple_tag(takes_context=True)
def language_link(context: Mapping[str, Any]) -> SafeString:
    """The other language, named in itself. A link, so that it works on every page as it is."""
    other, word = ("id", "Bahasa Indonesia") if get_language() == "en" else ("en", "English")
    return format_html(
        '<a class="lang" href="/ui/language/{0}/?{1}" lang="{0}" hreflang="{0}" rel="nofollow">'
        "{2}</a>",
        other,
        _back(context.get("request")),
        word,
    )


@register.inclusion_tag("ui/components/theme_link.html", takes_context=True)
def theme_link(context: Mapping[str, Any]) -> dict[str, Any]:
    """Light or dark; the page's style sheet shows the one that is not on."""
    request: HttpRequest | None = context.get("request")
    return {"back": _back(request), "theme": theme_of(request) if request else ""}
