"""What an agent's telephone does now, read from what the phone program told the records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hubung.directory.models import Person
from hubung.telephony.models import AgentState, BrowserLine, Call, CallFact, Phase

GONE = "gone"
#: Why no call comes to who has not said what the last one was about.
CODE = "code"


@dataclass(frozen=True)
class Talk:
    """Who is in a call besides its caller, by id; `asked` are rung, or asked in private.

    `rung`: those of `asked` who have not picked up. `paused`: what is said is not recorded now.
    """

    talking: frozenset[int] = frozenset()
    asked: frozenset[int] = frozenset()
    rung: frozenset[int] = frozenset()
    held: bool = False
    paused: bool = False
    transferred: bool = False
    asks_outside: bool = False


@dataclass(frozen=True)
class Telephone:
    """`here`: in the queue, wanting calls or not. `line`: a browser of theirs has the line.

    `phase` and `reason` are the queue's, `since` and `until` when the phase began and will end; but
    who is rung by a colleague is taken for the queue, and rings here.
    """

    person: Person
    here: bool = False
    line: bool = False
    phase: str = ""
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None
    call: Call | None = None
    talk: Talk = Talk()
    colleagues: tuple[Person, ...] = ()
    asked: Person | None = None

    @property
    def talks(self) -> bool:
        return self.phase == Phase.TALKING

    @property
    def owes_code(self) -> bool:
        """Whether they have to say what the last call was about."""
        return self.phase == Phase.WRAP_UP or (self.phase == Phase.FREE and self.reason == CODE)

    @property
    def asks(self) -> bool:
        """Talking, with a colleague on the line while the caller hears music."""
        asked = self.asked is not None or self.talk.asks_outside
        return self.talks and self.person.pk in self.talk.talking and asked

    @property
    def is_asked(self) -> bool:
        """A colleague asks them, or rings for it, and the caller does not hear it."""
        is_in_it = self.talks or self.phase == Phase.RINGING
        return is_in_it and bool(self.talk.talking) and self.person.pk not in self.talk.talking


def of(person: Person) -> Telephone:
    """As it is now."""
    newest = AgentState.objects.filter(person=person).first()
    line = BrowserLine.objects.filter(person=person).exists()
    if newest is None:
        return Telephone(person, line=line)
    call = Call.objects.filter(engine_id=newest.call).first() if newest.call else None
    if call is None and (newest.phase == Phase.WRAP_UP or newest.reason == CODE):
        call = _last_call(person)
    talk = talk_of(call.facts.all()) if call else Talk()
    others = (talk.talking | talk.asked) - {person.pk}
    is_rung = newest.phase == Phase.TALKING and person.pk in talk.rung
    people = {one.pk: one for one in Person.objects.filter(pk__in=others)}
    asked = sorted(talk.asked - talk.talking - {person.pk})
    return Telephone(
        person,
        here=newest.reason != GONE,
        line=line,
        phase=Phase.RINGING if is_rung else newest.phase,
        reason=newest.reason,
        since=newest.since,
        until=newest.until,
        call=call,
        talk=talk,
        colleagues=tuple(people[pk] for pk in sorted(talk.talking) if pk in people),
        asked=people.get(asked[0]) if asked else None,
    )


def talk_of(facts: Iterable[CallFact]) -> Talk:
    """Fold a call's facts, oldest first. A caller waits with music while a colleague is asked."""
    talking: set[int] = set()
    asked: set[int] = set()
    rung: set[int] = set()
    held = paused = transferred = outside = False
    for fact in facts:
        person = _person(fact)
        match fact.kind:
            case "offered":
                asked.add(person)
                rung.add(person)
                held = held or bool(talking)
            case "consulted":
                rung.discard(person)
            case "offer_ended":
                asked.discard(person)
                rung.discard(person)
                held = False
            case "talk_began":
                asked.discard(person)
                rung.discard(person)
                talking.add(person)
                held = False
            case "talk_ended":
                talking.discard(person)
            case "held":
                held = True
            case "resumed":
                held = False
            case "recording_paused":
                paused = True
            case "recording_resumed":
                paused = False
            case "transferred":
                transferred = True
            case "telephone_rung":
                outside = bool(talking)
                held = held or outside
            case "telephone_joined" | "telephone_left":
                outside = held = False
    return Talk(
        frozenset(talking), frozenset(asked), frozenset(rung), held, paused, transferred, outside
    )


def _person(fact: CallFact) -> int:
    """0 for a telephone outside, which is no person of ours."""
    given = str(fact.details.get("person") or "")
    return int(given) if given.isdigit() else 0


def mark(person: Person) -> tuple[int, int]:
    """Grows with every change that `of` would show."""
    state = AgentState.objects.filter(person=person).first()
    facts = CallFact.objects.filter(call__engine_id=state.call).count() if state else 0
    return (state.pk if state else 0, facts)


def _last_call(person: Person) -> Call | None:
    """Which one they wrap up."""
    fact = (
        CallFact.objects.filter(kind="talk_ended", details__person=str(person.pk))
        .select_related("call")
        .order_by("-at", "-pk")
        .first()
    )
    return fact.call if fact else None
