"""`{% load content %}`: what templates ask of pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.db import DatabaseError
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from wagtail.rich_text import expand_db_html

from hubung.cases.choices import Kind
from hubung.portal.content import queries
from hubung.portal.content.models import AnnouncementPage, ContentPage, ServicePage

register = template.Library()


@register.filter
def said(page: ContentPage, field: str) -> Any:
    """`{{ page|said:"title" }}`: a field in the reader's language."""
    return page.said(field)


@register.filter
def own_words(link: Any) -> str:
    """The words of a link block in the reader's language."""
    english = link.get("words_en") if get_language() == "en" else ""
    return str(english or link.get("words"))


@register.filter
def own(block: Any, field: str) -> Any:
    """`{{ block|own:"text" }}`: a field of a block in the reader's language."""
    english = block.get(f"{field}_en") if get_language() == "en" else None
    return english or block.get(field)


@register.filter
def rich(text: str) -> Any:
    """Rich text as it is shown; links lead to where pages are now."""
    return mark_safe(expand_db_html(text or ""))  # noqa: S308 - Wagtail has cleaned it when it was saved


@register.filter
def rupiah(amount: int) -> str:
    """Rp 100.000."""
    return f"Rp {amount:,}".replace(",", ".")


@register.simple_tag
def complaint_about(page: ContentPage) -> str:
    """The address of the report form with what is known of this page filled in."""
    known = {"jenis": Kind.COMPLAINT.value, "bidang": page.sector, "tentang": page.title}
    if isinstance(page, ServicePage) and page.unit is not None:
        known["tempat"] = page.unit.name
    return "/lapor/?" + urlencode({name: value for name, value in known.items() if value})


@register.simple_tag
def immediate_information() -> list[AnnouncementPage]:
    """Immediate information that holds now; nothing while the registry is away."""
    try:
        return list(queries.immediate()[:3])
    except DatabaseError:
        return []
