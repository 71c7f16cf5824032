"""`{% load register %}`: periods in words."""

from __future__ import annotations

from datetime import date

from django import template

from hubung.disclosure.register import periods

register = template.Library()


@register.filter
def period_label(period: str, start: date | None) -> str:
    """2026; quarter 3 of 2026; October 2026."""
    return periods.label(period, start) if start else ""
