"""The way of a request as stations, and who holds it now."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from hubung.cases.models import OFFICIALS_TIER, Case, post_title
from hubung.disclosure.requests.choices import Stage
from hubung.disclosure.requests.models import Request
from hubung.disclosure.requests.prospects import Prospect
from hubung.disclosure.requests.queries import decision_of, reply_of
from hubung.kernel import clock
from hubung.ui.dates import short_when
from hubung.ui.stations import Station

State = Literal["passed", "here", "next", "skip"]


def holder_of(case: Case) -> str:
    """Whoever acts now, by function; an official by name."""
    if not case.is_open:
        return ""
    if case.tier == OFFICIALS_TIER:
        if case.owner:
            return f"{case.owner.name}, {post_title(case.owner)}"
        return _("the superior of the information officer")
    return _("the information officer")


def stations_of(request: Request, prospect: Prospect) -> list[Station]:
    """Received, replied, objection decided, Information Commission."""
    stage, reply, decision = prospect.stage, reply_of(request), decision_of(request)
    objected = hasattr(request, "objection")

    def at(moment: datetime | None) -> str:
        return short_when(moment, clock.now(), request.case.unit.timezone) if moment else ""

    waiting = stage in (Stage.ASKED, Stage.EXTENDED)
    replied: State = "here" if waiting or stage is Stage.REPLIED else "passed"
    if reply is None and not waiting:
        replied = "skip"
    stations = [
        Station(_("Received"), "passed", at(request.case.created_at)),
        Station(_("Reply"), replied, at(reply.given_at) if reply else _("the information officer")),
    ]
    if objected:
        here = stage in (Stage.OBJECTED, Stage.DECIDED)
        stations.append(
            Station(
                _("Objection"),
                "here" if here else "passed",
                at(decision.given_at) if decision else _("the superior"),
            )
        )
    else:
        over = stage in (Stage.ENDED, Stage.DISPUTED)
        stations.append(
            Station(_("Objection"), "skip" if over else "next", _("if you do not agree"))
        )
    if stage is Stage.DISPUTED:
        stations.append(Station(_("Information Commission"), "here"))
    else:
        state: State = "skip" if stage is Stage.ENDED else "next"
        stations.append(Station(_("Information Commission"), state, _("if it is needed")))
    if stage is Stage.ENDED:
        stations.append(Station(_("Ended"), "here", at(request.case.closed_at)))
    return stations
