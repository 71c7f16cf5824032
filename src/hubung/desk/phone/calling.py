"""Who calls, and what the bar says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hubung.cases.models import Case, Reporter
from hubung.channels.phone import queries
from hubung.channels.phone.models import CallCase
from hubung.desk.intake.callers import callers
from hubung.desk.phone import reasons
from hubung.desk.phone.state import CODE, Telephone
from hubung.directory.models import Person, Sector
from hubung.telephony.models import Call, Phase
from hubung.telephony.queues import codes
from hubung.ui import people
from hubung.ui.templatetags.hubung import sector_word

SHOWN = 5
#: What a visitor of the portal dials with the button there.
FROM_PORTAL = "web"


@dataclass(frozen=True)
class About:
    """A call's caller, as far as the agent may know; the newest come first."""

    call: Call
    reporter: Reporter | None
    open_cases: tuple[Case, ...]
    linked: tuple[Case, ...]
    last: Call | None
    last_cases: tuple[Case, ...]
    earlier: int


def about(call: Call, person: Person) -> About:
    """Everything that the panel shows."""
    earlier = queries.earlier_calls(call, seen_by=person)
    last = earlier.filter(talk_began_at__isnull=False).select_related("taken_by").first()
    return About(
        call,
        reporter=_known(call, person),
        open_cases=tuple(queries.open_cases_of(call.caller, seen_by=person)[:SHOWN]),
        linked=tuple(queries.cases_of(call, seen_by=person)),
        last=last,
        last_cases=tuple(queries.cases_of(last, seen_by=person)) if last else (),
        earlier=earlier.count(),
    )


def _known(call: Call, person: Person) -> Reporter | None:
    """The one reporter of this number whom the agent may know."""
    if not call.caller:
        return None
    found = callers(phone=call.caller, email="", seen_by=person)
    return found[0].reporter if len(found) == 1 else None


def shown(phone: Telephone) -> dict[str, Any]:
    """What the bar's template reads."""
    call = phone.call
    return {
        "phone": phone,
        "state": _state(phone),
        "caller": name_of(call) if call else "",
        "details": _details(call) if call else "",
        "breaks": reasons.BREAKS,
        "reason": reasons.in_words(phone.reason) if phone.reason else "",
        "Phase": Phase,
        "codes": codes_of(phone),
    }


def codes_of(phone: Telephone) -> list[tuple[str, str, bool]]:
    """(code, words, whether it fits best) of what the last call may have been about."""
    if not phone.owes_code or not codes.required():
        return []
    link = CallCase.objects.filter(call=phone.call).select_related("case").last()
    case = link.case if link else None
    best = codes.suggested(
        case_kind=case.kind if case else "",
        case_status=case.status if case else "",
        is_new=bool(case and phone.call and case.created_at >= phone.call.began_at),
        transferred=phone.talk.transferred,
    )
    return [(one.code, codes.label(one), one.code == best) for one in codes.in_use()]


def name_of(call: Call) -> str:
    """Who calls, in a few words: the number as people recognise it, never the whole of it."""
    if call.dialled == FROM_PORTAL:
        return _("Call from the portal")
    return people.mask_phone(call.caller) if call.caller else _("Withheld number")


def _details(call: Call) -> str:
    parts = [sector_word(Sector(call.sector).value)] if call.sector in Sector.values else []
    if call.language == "en":
        parts.append(_("in English"))
    if call.waited:
        parts.append(_("waited %(n)s s") % {"n": round(call.waited.total_seconds())})
    return ", ".join(parts)


def _state(phone: Telephone) -> str:
    """One or two words: what the telephone does."""
    if not phone.here:
        return _("Telephone off")
    match phone.phase:
        case Phase.RINGING:
            return _("Ringing")
        case Phase.TALKING if phone.asks or phone.is_asked:
            return _("Asking")
        case Phase.TALKING if phone.talk.held:
            return _("On hold")
        case Phase.TALKING:
            return _("Talking")
        case Phase.WRAP_UP:
            return _("Wrapping up")
    if phone.reason == CODE:
        return _("Wrapping up")
    return _("Not ready") if phone.reason else _("Ready")
