"""`{% load accounts %}`: what the account pages ask about their reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from hubung.directory.accounts.access import Standing, standing

register = template.Library()


@register.simple_tag(takes_context=True)
def at_entrance(context: Mapping[str, Any]) -> bool:
    """Whether the reader still has to show a second factor before anything else opens."""
    return standing(context["request"]) in (Standing.MUST_ENROL, Standing.MUST_CONFIRM)
