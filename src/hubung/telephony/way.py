"""The way of a call through the house, told from its facts: menu, queue, talk, hold, message.

    way = way_of(call, call.facts.all())
    for step in way.steps: …       # in order, each with its beginning and its end

Pure: no database. People are named by their ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hubung.telephony.models import Call, CallFact


class What(StrEnum):
    """What a caller went through."""

    MENU = "menu"
    QUEUE = "queue"
    TALK = "talk"
    HOLD = "hold"
    MESSAGE = "message"


@dataclass(frozen=True)
class Step:
    """A stretch of time; `ended` is None while it lasts. `people` talked, `queue` is a name."""

    what: What
    began: datetime
    ended: datetime | None = None
    people: tuple[int, ...] = ()
    queue: str = ""

    def seconds(self, now: datetime) -> int:
        return round(((self.ended or now) - self.began).total_seconds())


@dataclass(frozen=True)
class Offer:
    """An agent's line rang; `why` says how it ended, empty when they took the call."""

    person: int
    began: datetime
    ended: datetime | None = None
    why: str = ""


@dataclass(frozen=True)
class Handover:
    """`by` sent the caller on, to `agent:17` or `queue:laut`."""

    at: datetime
    by: int
    to: str


@dataclass(frozen=True)
class Way:
    """All of it, as far as it is known."""

    steps: tuple[Step, ...] = ()
    offers: tuple[Offer, ...] = ()
    handovers: tuple[Handover, ...] = ()
    recorded: bool = False

    @property
    def people(self) -> tuple[int, ...]:
        """Who talked with the caller, in the order in which they came."""
        return tuple(dict.fromkeys(one for step in self.steps for one in step.people))

    def spent(self, what: What, now: datetime) -> timedelta:
        """How long all stretches of one sort were together."""
        return timedelta(seconds=sum(one.seconds(now) for one in self.steps if one.what is what))


@dataclass
class _Telling:
    """Where the call is while its facts are read."""

    steps: list[Step] = field(default_factory=list)
    offers: dict[str, Offer] = field(default_factory=dict)
    handovers: list[Handover] = field(default_factory=list)
    talking: tuple[int, ...] = ()
    recorded: bool = False

    def enter(self, what: What, at: datetime, queue: str = "") -> None:
        people = self.talking if what in (What.TALK, What.HOLD) else ()
        self.leave(at)
        self.steps.append(Step(what, at, people=people, queue=queue))

    def leave(self, at: datetime) -> None:
        """The present step is over; one that took no time is none."""
        if self.steps and self.steps[-1].ended is None:
            last = self.steps.pop()
            if at > last.began:
                self.steps.append(replace(last, ended=at))

    @property
    def here(self) -> What | None:
        return self.steps[-1].what if self.steps and self.steps[-1].ended is None else None


def way_of(call: Call, facts: Iterable[CallFact]) -> Way:
    """The way of a call; `facts` in the order in which they happened."""
    told = _Telling()
    told.enter(What.MENU, call.began_at)
    for fact in facts:
        _read(told, fact)
    if call.ended_at is not None:
        told.leave(call.ended_at)
    return Way(tuple(told.steps), tuple(told.offers.values()), tuple(told.handovers), told.recorded)


def _read(told: _Telling, fact: CallFact) -> None:
    at, details = fact.at, fact.details
    match fact.kind:
        case "entered_queue":
            told.enter(What.QUEUE, at, details.get("queue", ""))
        case "offered":
            told.offers[fact.leg] = Offer(int(details["person"]), at)
        case "offer_ended":
            begun = told.offers.get(fact.leg, Offer(int(details["person"]), at))
            told.offers[fact.leg] = replace(begun, ended=at, why=details.get("why", ""))
        case "talk_began":
            _began(told, fact)
        case "talk_ended":
            _ended(told, fact)
        case "held":
            told.enter(What.HOLD, at)
        case "resumed":
            told.enter(What.TALK, at)
        case "transferred":
            told.handovers.append(Handover(at, int(details["person"]), details.get("to", "")))
        case "recording_began":
            told.recorded = True
        case "voicemail_left":
            told.enter(What.MESSAGE, at)
        case "call_ended":
            told.leave(at)


def _began(told: _Telling, fact: CallFact) -> None:
    person = int(fact.details["person"])
    if fact.leg in told.offers:
        told.offers[fact.leg] = replace(told.offers[fact.leg], ended=fact.at)
    if person not in told.talking:
        told.talking = (*told.talking, person)
        told.enter(What.TALK, fact.at)


def _ended(told: _Telling, fact: CallFact) -> None:
    person = int(fact.details["person"])
    told.talking = tuple(one for one in told.talking if one != person)
    if told.talking:
        told.enter(What.TALK, fact.at)
    elif told.here in (What.TALK, What.HOLD):
        told.leave(fact.at)
