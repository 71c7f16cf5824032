"""One call: its way, the facts in words, its recordings, its cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hubung.cases.models import Case
from hubung.channels.phone import listening, queries
from hubung.channels.phone.models import NoCase
from hubung.channels.phone.policies import may_decide
from hubung.desk.calls import listing, words
from hubung.desk.calls.player import Player, players
from hubung.directory.models import Person, Sector
from hubung.kernel import clock
from hubung.telephony.models import Call, Cause
from hubung.telephony.way import Offer, Step, Way, What, way_of
from hubung.ui import dates
from hubung.ui.stations import Station
from hubung.ui.templatetags.hubung import sector_word

EARLIER = 5


@dataclass(frozen=True)
class CallPage:
    """What the page of a call shows to somebody."""

    call: Call
    state: str
    tone: str
    row: listing.Row
    stations: list[Station]
    facts: list[tuple[str, str]]
    told: list[str]
    players: list[Player]
    withheld: bool
    cases: list[Case]
    no_case: NoCase | None
    may_decide: bool
    earlier: list[Call]
    offered: list[Case]


def call_page(person: Person, call: Call, heard: frozenset[int]) -> CallPage:
    """`heard`: the recordings that they have said they listen to."""
    now = clock.now()
    way = way_of(call, call.facts.all())
    names = _names(way)
    cases = list(queries.cases_of(call, seen_by=person).select_related("unit", "owner"))
    state, tone = listing.state_of(call)
    offered = queries.open_cases_of(call.caller, seen_by=person)
    return CallPage(
        call=call,
        state=state,
        tone=tone,
        row=listing.rows([call])[0],
        stations=stations_of(call, way, names, now),
        facts=_facts(call, way, now),
        told=_told(way, names),
        players=players(person, call, heard),
        withheld=listening.is_withheld(call),
        cases=cases,
        no_case=NoCase.objects.filter(call=call).select_related("decided_by").first(),
        may_decide=may_decide(person, call),
        earlier=list(
            queries.earlier_calls(call, seen_by=person).select_related("taken_by")[:EARLIER]
        ),
        offered=[case for case in offered if case not in cases][:EARLIER],
    )


def _names(way: Way) -> dict[int, str]:
    people = {*way.people, *(one.person for one in way.offers), *(one.by for one in way.handovers)}
    people |= {int(one.to[6:]) for one in way.handovers if one.to.startswith("agent:")}
    return dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))


def stations_of(call: Call, way: Way, names: Mapping[int, str], now: datetime) -> list[Station]:
    """Its way as a line: each stretch a station, the present one where the call is."""
    stations = [_station(step, names, now) for step in way.steps]
    if call.ended_at is not None:
        cause = str(Cause(call.cause).label) if call.cause in Cause.values else ""
        stations.append(Station(_("Call ended"), "passed", cause, dates.clock(call.ended_at)))
    else:
        stations.append(Station(_("Call ended"), "next"))
    return stations


def _station(step: Step, names: Mapping[int, str], now: datetime) -> Station:
    name = {
        What.MENU: _("Menu"),
        What.QUEUE: _("Queue"),
        What.TALK: _("Conversation"),
        What.HOLD: _("On hold"),
        What.MESSAGE: _("Message"),
    }[step.what]
    holder = ", ".join(names.get(person, "?") for person in step.people)
    if step.what is What.QUEUE:
        holder = step.queue
    if step.what is What.HOLD:
        holder = ""
    return Station(
        name,
        "here" if step.ended is None else "passed",
        holder,
        words.length(step.seconds(now)),
    )


def _facts(call: Call, way: Way, now: datetime) -> list[tuple[str, str]]:
    facts = [(_("Began"), dates.when(call.began_at))]
    if call.ended_at:
        length = round((call.ended_at - call.began_at).total_seconds())
        facts.append((_("Length"), words.length(length)))
    for name, what in (
        (_("Waited"), What.QUEUE),
        (_("Talked"), What.TALK),
        (_("On hold"), What.HOLD),
    ):
        if spent := round(way.spent(what, now).total_seconds()):
            facts.append((name, words.length(spent)))
    if call.sector in Sector.values:
        facts.append((_("Sector"), sector_word(Sector(call.sector).value)))
    if call.language:
        facts.append((_("Language"), "English" if call.language == "en" else "Indonesia"))
    if call.dialled:
        facts.append((_("Dialled"), call.dialled))
    return facts


def _told(way: Way, names: Mapping[int, str]) -> list[str]:
    """What the line does not show: who was rung in vain, who handed over to whom."""
    told = [(offer.began, said) for offer in way.offers if (said := _missed(offer, names))]
    for one in way.handovers:
        kind, _colon, to = one.to.partition(":")
        target = names.get(int(to), "?") if kind == "agent" else to
        told.append(
            (
                one.at,
                _("%(name)s handed the call over to %(to)s")
                % {"name": names.get(one.by, "?"), "to": target},
            )
        )
    return [f"{dates.clock(at)}: {said}" for at, said in sorted(told)]


def _missed(offer: Offer, names: Mapping[int, str]) -> str:
    reasons = {
        "silent": _("%(name)s did not pick up"),
        "declined": _("%(name)s declined"),
        "unreachable": _("%(name)s could not be reached"),
        "caller_left": _("the caller hung up while it rang at %(name)s"),
    }
    said = reasons.get(offer.why)
    return said % {"name": names.get(offer.person, "?")} if said else ""


def calls_on_case(person: Person, case: Case, heard: frozenset[int]) -> Sequence[CallOnCase]:
    """The calls about a case as its page shows them, the newest first."""
    calls = queries.calls_of(case, seen_by=person).select_related("taken_by")
    found = []
    for call in calls.prefetch_related("facts"):
        way = way_of(call, call.facts.all())
        state, tone = listing.state_of(call)
        found.append(
            CallOnCase(
                call,
                state,
                tone,
                stations_of(call, way, _names(way), clock.now()),
                players(person, call, heard),
                listening.is_withheld(call),
            )
        )
    return found


@dataclass(frozen=True)
class CallOnCase:
    """A call in the section of a case."""

    call: Call
    state: str
    tone: str
    stations: list[Station]
    players: list[Player]
    withheld: bool
