"""What the telephone asks of the registry, answered (`telephony.calls.answers`)."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from hubung.cases import queries
from hubung.cases.choices import ClockName, Kind, Status
from hubung.cases.models import Case, Clock
from hubung.kernel import clock
from hubung.kernel.calendars import Language
from hubung.telephony.menu.walking import Prompt
from hubung.telephony.prompts import parts


def case_status(number: str, language: Language) -> tuple[Prompt, ...]:
    """Where the report with this number stands; nothing where there is none to speak of.

    Whoever dials the number need not be its reporter, so that a protected report exists at all is
    not said. One that was merged stands where the report stands that speaks for it.
    """
    case = Case.objects.with_number(number).select_related("merged_into").first()
    if case is None:
        return ()
    speaker = case.merged_into or case
    if any(_is_silent(one) for one in (case, speaker)):
        return ()
    said = parts.case_state(case.number, speaker.status, _due(speaker), language)
    return tuple(Prompt(key, language) for key in said)


def _is_silent(case: Case) -> bool:
    return case.confidential or case.restricted or case.kind == Kind.MISCONDUCT


def _due(case: Case) -> date | None:
    """The day by which there is news; none where the reporter is waited for, or it has passed."""
    if not case.is_open or case.status == Status.INCOMPLETE:
        return None
    promised = Clock.objects.filter(
        case=case, name__in=(ClockName.FOLLOW_UP, ClockName.RESOLUTION), due_at__gt=clock.now()
    )
    first = min((one.due_at for one in promised if one.running and one.due_at), default=None)
    return first.astimezone(ZoneInfo(case.unit.timezone)).date() if first else None


def known_agent(caller: str) -> str | None:
    """Who has the newest open case of this caller; only of one who agreed to be recognised."""
    owner = (
        Case.objects.filter(
            queries.is_open(),
            reporter__in=queries.recognised(caller).values("pk"),
            owner__isnull=False,
            confidential=False,
            restricted=False,
        )
        .order_by("-pk")
        .values_list("owner_id", flat=True)
        .first()
    )
    return str(owner) if owner is not None else None
