"""What every template may read: the ministry's name in the reader's language, and the theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

Theme = Literal["light", "dark", ""]
THEME_COOKIE = f"{settings.COOKIE_PREFIX}theme"


@dataclass(frozen=True)
class Contact:
    """Ways to somebody; each may be missing."""

    address: str
    phone: str
    mail: str


@dataclass(frozen=True)
class MinistryName:
    """How the ministry names itself on the page being rendered."""

    name: str
    country: str
    short_code: str
    zone: str
    #: Of the band, without its hash; empty where none is set.
    colour: str
    has_emblem: bool
    ppid: Contact
    #: Whether telephones keep what works without a line.
    offline: bool


class PageContext(TypedDict):
    ministry: MinistryName
    theme: Theme
    #: Static files that the public's pages wear and run.
    public_sheet: str
    public_script: str


def theme_of(request: HttpRequest) -> Theme:
    """The theme the reader chose; empty lets their system choose."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return cast(Theme, chosen) if chosen in ("light", "dark") else ""


def ministry_name() -> MinistryName:
    """As the ministry shows itself in the reader's language."""
    configured = settings.HUBUNG.ministry
    english = (get_language() or "").startswith("en")
    return MinistryName(
        name=configured.name_en if english else configured.name,
        country=configured.country,
        short_code=configured.short_code,
        zone=configured.timezone,
        colour=configured.colour.lstrip("#"),
        has_emblem=bool(configured.emblem),
        ppid=Contact(configured.ppid_address, configured.ppid_phone, configured.ppid_mail),
        offline=settings.HUBUNG.web.offline,
    )


def ministry(request: HttpRequest) -> PageContext:
    """Context processor."""
    return {
        "ministry": ministry_name(),
        "theme": theme_of(request),
        "public_sheet": settings.PUBLIC_SHEET,
        "public_script": settings.PUBLIC_SCRIPT,
    }
