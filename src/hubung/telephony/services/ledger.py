"""How notes of the phone program are written down: alone, or many of them together.

    with together(note.call for note in notes):
        ...                                   # calls of `keep` and `keep_state`

Together they ask the database once for what is there, and tell it once what is new; in a busy hour
that costs a fraction. Whatever is told again changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from hubung.kernel import bulk
from hubung.kernel.events import Event, emit
from hubung.telephony.events import CallEvent, PhoneChanged
from hubung.telephony.models import AgentState, Call, CallFact

#: What an agent in a call sees of it besides their own state.
_SHOWN = frozenset(
    {"offered", "offer_ended", "consulted", "talk_began", "talk_ended", "rejoined"}
    | {"held", "resumed", "recording_paused", "recording_resumed"}
)
_TALK = "talk_began"


@dataclass(frozen=True)
class Said:
    """A note, as it becomes a `CallFact`."""

    kind: str
    engine_id: str
    at: datetime
    details: dict[str, Any] = field(default_factory=dict)
    leg: str = ""


def keep(
    said: Said,
    changes: dict[str, Any] | None = None,
    *,
    first: dict[str, Any] | None = None,
    event: type[CallEvent] | None = None,
) -> bool:
    """Keep a fact, and what it changes in its call's summary; `first` only where that is empty.

    Returns False for one that was kept already.
    """
    with _open([said.engine_id]) as ledger:
        return ledger.keep(said, changes or {}, first or {}, event)


def keep_state(state: AgentState) -> None:
    """Keep an agent's new phase."""
    with _open([]) as ledger:
        ledger.states[state.person_id, state.since, state.phase] = state


@contextmanager
def together(engine_ids: Iterable[str]) -> Iterator[None]:
    """All that is kept within the block is one transaction, about these calls only."""
    with transaction.atomic():
        ledger = _Ledger(engine_ids)
        token = _ledger.set(ledger)
        try:
            yield
        finally:
            _ledger.reset(token)
        ledger.write()


class _Ledger:
    """What is in the database about some calls, and what is to come there."""

    def __init__(self, engine_ids: Iterable[str]) -> None:
        self._calls = {
            call.engine_id: call for call in Call.objects.filter(engine_id__in=set(engine_ids))
        }
        #: By call: what was told of it, as (kind, at, leg), and who has talked in it.
        self._told: dict[int, set[tuple[str, datetime, str]]] = defaultdict(set)
        self._talked: dict[int, set[str]] = defaultdict(set)
        known = CallFact.objects.filter(call__in=self._calls.values())
        for call, kind, at, leg, details in known.values_list(
            "call_id", "kind", "at", "leg", "details"
        ):
            self._note(call, kind, at, leg, details)
        self._facts: list[CallFact] = []
        self._changed: dict[int, set[str]] = defaultdict(set)
        self._events: dict[Event, None] = {}
        self.states: dict[tuple[int, datetime, str], AgentState] = {}

    def keep(
        self,
        said: Said,
        changes: dict[str, Any],
        first: dict[str, Any],
        event: type[CallEvent] | None,
    ) -> bool:
        call = self._calls.get(said.engine_id)
        if call is None:
            call = Call.objects.create(engine_id=said.engine_id, began_at=said.at)
            self._calls[call.engine_id] = call
        if (said.kind, said.at, said.leg) in self._told[call.pk]:
            return False
        self._note(call.pk, said.kind, said.at, said.leg, said.details)
        self._facts.append(
            CallFact(call=call, kind=said.kind, at=said.at, leg=said.leg, details=said.details)
        )
        unset = {name: value for name, value in first.items() if getattr(call, name) is None}
        for name, value in (changes | unset).items():
            setattr(call, name, value)
            self._changed[call.pk].add(Call._meta.get_field(name).name)
        if said.kind in _SHOWN:
            about = {said.details["person"]} if "person" in said.details else set()
            for person in sorted(filter(str.isdigit, self._talked[call.pk] | about)):
                self.tell(PhoneChanged.of(int(person)))
        if event is not None:
            self.tell(event(subject=f"call:{call.pk}", call_id=call.pk))
        return True

    def tell(self, event: Event) -> None:
        """Once is enough for all that is written now."""
        self._events[event] = None

    def write(self) -> None:
        # Only what was changed: the rest of a row may be somebody else's to change meanwhile.
        alike: dict[tuple[str, ...], list[Call]] = defaultdict(list)
        for call in self._calls.values():
            if changed := self._changed.get(call.pk):
                alike[tuple(sorted(changed))].append(call)
        for names, calls in alike.items():
            bulk.update(calls, names)
        bulk.insert_new(self._facts)
        self._write_states()
        if self._events:
            emit(*self._events)

    def _write_states(self) -> None:
        if self.states:
            people, moments, _phases = zip(*self.states, strict=True)
            known = AgentState.objects.filter(person__in=people, since__in=moments)
            for key in known.values_list("person_id", "since", "phase"):
                self.states.pop(key, None)
        for person, _since, _phase in self.states:
            self.tell(PhoneChanged.of(person))
        bulk.insert_new(list(self.states.values()))

    def _note(self, call: int, kind: str, at: datetime, leg: str, details: dict[str, Any]) -> None:
        self._told[call].add((kind, at, leg))
        if kind == _TALK:
            self._talked[call].add(details["person"])


_ledger: ContextVar[_Ledger | None] = ContextVar("ledger", default=None)


@contextmanager
def _open(engine_ids: Iterable[str]) -> Iterator[_Ledger]:
    """The one that is open, else one that is written at once."""
    ledger = _ledger.get()
    if ledger is not None:
        yield ledger
        return
    with transaction.atomic():
        ledger = _Ledger(engine_ids)
        yield ledger
        ledger.write()
