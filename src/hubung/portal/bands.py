"""Bands of the home page that other parts of the portal bring: agenda, information, figures.

    bands.offer("agenda", order=30, template="agenda/band.html", context=today)

`context(request)` returns what the template needs, None where there is nothing to show.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

log = logging.getLogger(__name__)

Context = Callable[[HttpRequest], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Band:
    name: str
    order: int
    template: str
    context: Context


_bands: dict[str, Band] = {}


def offer(name: str, *, order: int, template: str, context: Context) -> None:
    """Register a band; called in an app's `ready`. Lower orders stand higher."""
    _bands[name] = Band(name, order, template, context)


def render(request: HttpRequest) -> list[SafeString]:
    """Every band that has something to show. One that has no database is missing, not an error."""
    drawn = []
    for band in sorted(_bands.values(), key=lambda band: (band.order, band.name)):
        try:
            context = band.context(request)
        except DatabaseError:
            log.warning("a band of the home page is missing", extra={"band": band.name})
            continue
        if context is not None:
            drawn.append(render_to_string(band.template, dict(context), request))
    return drawn
