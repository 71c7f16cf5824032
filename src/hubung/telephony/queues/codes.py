"""Wrap-up codes: what a conversation was about, and which code a case speaks for."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language

from hubung.telephony.models import WrapUpCode

_DEFAULTS = (
    ("laporan-baru", "Laporan baru dicatat", "New report taken"),
    ("kabar-laporan", "Menanyakan laporan", "Asked about a report"),
    ("tambahan", "Melengkapi laporan", "Added to a report"),
    ("informasi", "Informasi diberikan", "Information given"),
    ("diteruskan", "Diteruskan ke tim atau pejabat", "Passed on to a team or an official"),
    ("bukan-wewenang", "Di luar kewenangan", "Outside our authority"),
    ("apresiasi", "Apresiasi", "Praise"),
    ("salah-sambung", "Salah sambung atau terputus", "Wrong number or cut off"),
    ("gangguan", "Telepon gangguan", "Nuisance call"),
)


def default_codes() -> list[WrapUpCode]:
    """Those of a new installation; not stored, and gone once an office has its own."""
    return [
        WrapUpCode(code=code, name=name, name_en=english, order=order)
        for order, (code, name, english) in enumerate(_DEFAULTS)
    ]


def all_codes() -> list[WrapUpCode]:
    """The office's own, those out of use too; else the default ones."""
    return list(WrapUpCode.objects.all()) or default_codes()


def in_use() -> list[WrapUpCode]:
    """Those that an agent may give, in the order in which they are shown."""
    return [code for code in all_codes() if code.is_used]


def required() -> frozenset[str]:
    """Of which one has to be given after each conversation; empty: none has to."""
    if not settings.HUBUNG.phone.wrap_up_code:
        return frozenset()
    return frozenset(code.code for code in in_use())


def label(code: WrapUpCode) -> str:
    """In the language of the page."""
    return code.name_en if (get_language() or "").startswith("en") else code.name


def suggested(
    *, case_kind: str = "", case_status: str = "", is_new: bool = False, transferred: bool = False
) -> str:
    """The code that fits what happened to the case in the call; "" when nothing speaks for one.

    `is_new`: the case was made in this call. Pure: the codes are those of a new installation, and
    one that an office does not use is simply not preselected.
    """
    if transferred:
        return "diteruskan"
    if not case_kind:
        return ""
    if case_status == "outside_authority":
        return "bukan-wewenang"
    if case_kind == "praise":
        return "apresiasi"
    if case_kind == "information_request" and case_status in ("answered", "closed"):
        return "informasi"
    if is_new:
        return "laporan-baru"
    return "tambahan" if case_status == "incomplete" else "kabar-laporan"
