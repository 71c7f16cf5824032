"""The home page: report, track, call; what happens to a report; and how well we do."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hubung.insight import published
from hubung.telephony.menu.emergency import emergency
from hubung.ui import dates
from hubung.ui.stations import Station


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The doors stay open while the registry is away; only the figures are missing then."""
    try:
        recent, lasting = published.recent(), emergency()
    except DatabaseError:
        recent, lasting = None, None
    stations = [
        Station(_("You report"), "passed", _("By telephone, here or by mail. You get a number.")),
        Station(_("Tier 1"), "passed", _("Staff of 151 answer at once if they can.")),
        Station(_("Tier 2"), "passed", _("The responsible unit settles the rest.")),
        Station(_("Tier 3"), "passed", _("What is late or disputed goes to the official.")),
        Station(_("Answered"), "here", _("In writing, under the name of whoever decides.")),
    ]
    announced = lasting.texts.get(dates.language(), "") if lasting else ""
    response = render(
        request,
        "portal/home.html",
        {"figures": recent, "stations": stations, "announced": announced},
    )
    # The same for all but for language and theme: a browser may keep it for the way back.
    response["Cache-Control"] = "private, no-cache"
    return response
