"""The home page: search, danger, the doors to 151, services, the officials' day, figures, news."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hubung.directory.models import Sector
from hubung.insight import published
from hubung.portal import calling
from hubung.portal.agenda.today import today
from hubung.portal.content import queries
from hubung.portal.content.caching import public
from hubung.portal.content.models import ServicePage
from hubung.telephony.menu.emergency import emergency
from hubung.ui import dates
from hubung.ui.stations import Station

T = TypeVar("T")
#: Services named under each sector, announcements, and news.
SERVICES, ANNOUNCEMENTS, NEWS = 5, 4, 3


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """The doors stay open while the registry is away; only what is read from it is missing then."""
    stations = [
        Station(_("You report"), "passed", _("By telephone, here or by mail. You get a number.")),
        Station(_("Tier 1"), "passed", _("Staff of 151 answer at once if they can.")),
        Station(_("Tier 2"), "passed", _("The responsible unit settles the rest.")),
        Station(_("Tier 3"), "passed", _("What is late or disputed goes to the official.")),
        Station(_("Answered"), "here", _("In writing, under the name of whoever decides.")),
    ]
    lasting = _while_there(emergency)
    announcements = _while_there(lambda: list(queries.announcements()[:ANNOUNCEMENTS])) or []
    context = {
        "stations": stations,
        "announced": lasting.texts.get(dates.language(), "") if lasting else "",
        "wait": calling.expected_wait(),
        "home": _while_there(queries.home),
        "immediate": [one for one in announcements if one.is_immediate],
        "announcements": [one for one in announcements if not one.is_immediate],
        "services": _while_there(_services) or [],
        "agenda": _while_there(today),
        "figures": _while_there(published.recent),
        "news": _while_there(lambda: list(queries.news()[:NEWS])) or [],
    }
    return render(request, "portal/home.html", context)


def _services() -> list[tuple[str, list[ServicePage]]]:
    """The first services of each sector that has any."""
    found: dict[str, list[ServicePage]] = {sector: [] for sector in Sector.values}
    for service in queries.services():
        if len(found.get(service.sector, [None] * SERVICES)) < SERVICES:
            found[service.sector].append(service)
    return [(sector, services) for sector, services in found.items() if services]


def _while_there(ask: Callable[[], T]) -> T | None:
    """What the database says; None while it is away."""
    try:
        return ask()
    except DatabaseError:
        return None
