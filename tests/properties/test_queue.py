"""What holds in the queue, whatever callers and agents do and however late it is told.

A few thousand events each time; as many as one likes with `HUBUNG_QUEUE_EVENTS=1000000`.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubung.telephony import acd
from hubung.telephony.acd import Acd, Agent, Caller, Phase, Profile, Queue

pytestmark = pytest.mark.once

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
EVENTS = int(os.environ.get("HUBUNG_QUEUE_EVENTS", "4000"))
LENGTH = 100
QUEUES = (
    Queue("umum", wrap_up_seconds=30, overflow_seconds=60, overflow_to=("laut",), longest=6),
    Queue("laut", wrap_up_seconds=10, overflow_to=("umum",), head_start_seconds=120),
    Queue("udara", wrap_up_seconds=0, wants=(("udara", 2),), voicemail_seconds=90),
)
OTHERS = (
    Queue("umum", wrap_up_seconds=5, overflow_to=("darat",)),
    Queue("darat", overflow_seconds=20, overflow_to=("umum",)),
)
PROFILES = (
    Profile(frozenset({"umum"}), frozenset({"id"})),
    Profile(frozenset({"umum", "laut", "darat"}), frozenset({"id", "en"})),
    Profile(frozenset({"laut", "udara"}), frozenset({"id", "en"}), {"udara": 1}),
    Profile(frozenset({"udara"}), frozenset({"en"}), {"udara": 3}),
)
CALLS = [f"c{number}" for number in range(9)]
AGENTS = [str(number) for number in range(1, 6)]


@dataclass
class World:
    """The queue, and beside it what anybody would write down who watched."""

    queue: Acd = field(default_factory=lambda: Acd(QUEUES))
    rules: tuple[Queue, ...] = QUEUES
    now: datetime = START
    waiting: set[str] = field(default_factory=set)
    owed: set[str] = field(default_factory=set)
    talking: dict[str, str] = field(default_factory=dict)
    #: Until when an agent has to be left alone.
    rest: dict[str, datetime] = field(default_factory=dict)
    ended: Counter[str] = field(default_factory=Counter)
    joined: Counter[str] = field(default_factory=Counter)

    # What happens

    def happen(self, kind: int, one: int, other: int) -> None:
        """One event, made of numbers so that Hypothesis can make it simpler."""
        call, agent = CALLS[one % len(CALLS)], AGENTS[other % len(AGENTS)]
        queue = self.rules[(one + other) % len(self.rules)].name
        offered = [one for one in self.queue.agents if one.phase is Phase.RINGING]
        rung = offered[one % len(offered)] if offered else None
        talks = sorted(self.talking)
        busy = talks[other % len(talks)] if talks else agent
        match kind:
            case 0 | 1 | 2:
                known = AGENTS[one % 5] if other % 4 == 0 else None
                language = ("id", "en", "")[other % 3]
                since = self.now - timedelta(seconds=other % 50)
                joined = acd.CallerJoined(
                    call, queue, language, {}, one % 11, known, since if one % 5 == 0 else None
                )
                self.tell(joined)
            case 3:
                self.tell(acd.CallerLeft(call))
            case 4 | 5:
                self.tell(acd.AgentReady(agent, PROFILES[one % 4], "" if one % 7 else "break"))
            case 6:
                self.tell(acd.AgentNotReady(agent, "break"))
            case 7:
                self.tell(acd.AgentGone(agent))
            case 8 | 9 | 10 if rung is not None and rung.call_id is not None:
                self.tell(acd.OfferAccepted(rung.call_id, rung.agent_id))
            case 11 if rung is not None and rung.call_id is not None:
                self.tell(acd.OfferRefused(rung.call_id, rung.agent_id))
            case 12 if rung is not None and rung.call_id is not None:
                self.tell(acd.OfferTimedOut(rung.call_id, rung.agent_id))
            case 13:
                self.tell(acd.OfferAccepted(call, agent))
            case 14 | 15:
                self.tell(acd.CallEnded(busy, self.talking.get(busy, call)))
            case 16:
                self.tell(acd.WrappedUp(agent))
            case 17:
                self.tell(acd.AgentTaken(agent, call if one % 3 else f"x{one}"))
            case 18:
                self.tell(acd.AgentReleased(busy, self.talking.get(busy, call)))
            case 19 | 20:
                self.tell(acd.CallbackAsked(call))
            case 21:
                self.tell(acd.CallbackReached(call))
            case 22:
                self.tell(acd.CallbackFailed(call))
            case 23:
                self.tell(acd.CallbackCancelled(call))
            case 24:
                self.rules = OTHERS if self.rules is QUEUES else QUEUES
                self.tell(acd.QueuesAre(self.rules))
            case 25:
                self.tell(acd.ProfileIs(agent, PROFILES[one % 4]))
            case 26:
                kept = {one for one in CALLS if hash((one, other)) % 5}
                self.tell(acd.Reconciled(frozenset(kept | set(self.talking.values()))))
            case 27:
                self.tell(acd.Tick())
                self.tell(acd.Tick(), at=self.now - timedelta(seconds=90))
            case _:
                wake = self.queue.next_wake()
                soon = wake is not None and one % 2
                self.now = max(self.now, wake) if soon and wake else self.now + _pause(other)
                self.tell(acd.Tick())

    def tell(self, event: acd.Event, at: datetime | None = None) -> None:
        before = {caller.call_id: caller for caller in self.queue.callers}
        commands = self.queue.apply(event, at or self.now)
        self._note(event, before)
        for command in commands:
            self._obey(command, before)
        self._check()

    # What a watcher writes down

    def _note(self, event: acd.Event, before: dict[str, Caller]) -> None:
        match event:
            case acd.CallerJoined(call_id=call) if call not in self.waiting | self.owed:
                for agent in [one for one, talk in self.talking.items() if talk == call]:
                    self._ends(agent)
                self.waiting.add(call)
                self.joined[call] += 1
            case acd.CallerLeft(call_id=call) if call in before and not before[call].callback:
                self._over(call)
            case acd.CallbackCancelled(call_id=call):
                if call in self.owed or (call in before and before[call].callback):
                    self._over(call)
                    for agent in [one for one, talk in self.talking.items() if talk == call]:
                        self._ends(agent, rests=False)
            case acd.CallbackReached(call_id=call) if call in self.owed:
                self._over(call)
            case acd.CallEnded(agent_id=agent, call_id=call) if self.talking.get(agent) == call:
                self._ends(agent)
                self._back_in_line(call)
            case acd.AgentReleased(agent_id=agent, call_id=call):
                if self.talking.get(agent) == call:
                    self._ends(agent, rests=False)
                    self._back_in_line(call)
            case acd.CallbackFailed(call_id=call) if call in self.owed:
                for agent in [one for one, talk in self.talking.items() if talk == call]:
                    self._ends(agent, rests=False)
                self._back_in_line(call)
            case acd.AgentTaken(agent_id=agent, call_id=call):
                left = self.talking.get(agent)
                if left == call:
                    return
                if call in self.waiting:
                    self.waiting.discard(call)
                    if before[call].callback:
                        self.owed.add(call)
                    else:
                        self._count(call)
                self.talking[agent] = call
                self._back_in_line(left)
            case acd.WrappedUp(agent_id=agent) if agent not in self.talking:
                self.rest.pop(agent, None)
            case acd.Reconciled(calls=calls):
                for call, caller in before.items():
                    if not caller.callback and call not in calls:
                        self._over(call)

    def _obey(self, command: acd.Command, before: dict[str, Caller]) -> None:
        match command:
            case acd.Offer(call_id=call, agent_id=agent):
                assert agent not in self.talking, "one call at a time"
                assert self.rest.get(agent, START) <= self.now, "wrap-up holds"
                self._in_order(call, agent)
            case acd.Connect(call_id=call, agent_id=agent, callback=callback):
                assert call in self.waiting, "nobody is connected with who is not there"
                assert agent not in self.talking
                self.waiting.discard(call)
                self.talking[agent] = call
                if callback:
                    self.owed.add(call)
                else:
                    self._count(call)
            case acd.Voicemail(call_id=call):
                self._over(call)
            case acd.CallbackGivenUp(call_id=call):
                assert call in self.owed | self.waiting
                self._over(call)

    def _over(self, call: str) -> None:
        assert call in self.waiting | self.owed
        self.waiting.discard(call)
        self.owed.discard(call)
        self._count(call)

    def _count(self, call: str) -> None:
        self.ended[call] += 1

    def _ends(self, agent: str, *, rests: bool = True) -> None:
        del self.talking[agent]
        if rests:
            found = next((one for one in self.queue.agents if one.agent_id == agent), None)
            if found is not None and found.phase is Phase.WRAP_UP and found.until is not None:
                self.rest[agent] = found.until

    def _back_in_line(self, call: str | None) -> None:
        if call in self.owed and call not in self.talking.values():
            given_up = all(one.call_id != call for one in self.queue.callers)
            if not given_up:
                self.owed.discard(call)
                self.waiting.add(call)

    # What has to hold

    def _in_order(self, call: str, agent: str) -> None:
        """Nobody who was there before, and whom this agent serves, was passed over."""
        callers = {one.call_id: one for one in self.queue.callers}
        served, who = callers.get(call), self._agent(agent)
        if served is None or who is None or served.known_agent == agent:
            return
        for other in callers.values():
            passed = other.rank < served.rank and other.offered_to is None
            assert not (passed and self._fits(who, other)), f"{other.call_id} was before {call}"

    def _check(self) -> None:
        callers, agents = self.queue.callers, self.queue.agents
        assert {one.call_id for one in callers} == self.waiting, "nobody is lost or twice"
        assert {one.call_id for one in self.queue.called_back} == self.owed
        assert not self.waiting & self.owed
        assert len(callers) == len(self.waiting)
        assert list(callers) == sorted(callers, key=lambda one: one.rank)
        busy = {one.agent_id: one.call_id for one in agents if one.phase is Phase.TALKING}
        assert busy == self.talking, "nobody stays busy without a call, nor free in one"
        rung = {one.agent_id: one.call_id for one in agents if one.phase is Phase.RINGING}
        offered = {one.offered_to: one.call_id for one in callers if one.offered_to is not None}
        assert rung == offered, "who rings does so for somebody who waits, and for one only"
        for agent in agents:
            assert not (agent.phase is Phase.RINGING and agent.reason)
            assert (agent.until is not None) == (agent.phase in (Phase.RINGING, Phase.WRAP_UP))
            if agent.available:
                idle = [one.call_id for one in callers if self._fits(agent, one)]
                waits = [one for one in idle if callers and self._unoffered(one)]
                assert not waits, f"{agent.agent_id} is free while {waits} wait"
        if callers or any(agent.until for agent in agents):
            wake = self.queue.next_wake()
            dues = [agent.until for agent in agents if agent.until]
            assert not dues or (wake is not None and wake <= min(dues)), "time is not forgotten"
        counted = Counter(wait.call_id for wait in self.queue.waits)
        assert all(counted[call] <= self.ended[call] for call in counted), "a wait counts once"
        for call in CALLS:
            open_now = call in self.waiting or call in self.owed
            assert self.joined[call] == self.ended[call] + open_now

    def _unoffered(self, call: str) -> bool:
        found = self.queue.caller(call)
        return found is not None and found.offered_to is None

    def _agent(self, agent: str) -> Agent | None:
        return next((one for one in self.queue.agents if one.agent_id == agent), None)

    def _fits(self, agent: Agent, caller: Caller) -> bool:
        """Written anew from the contract, not from the code."""
        rules = next(one for one in self.rules if one.name == caller.queue)
        if caller.not_before is not None and caller.not_before > self.now:
            return False
        if caller.language and caller.language not in agent.profile.languages:
            return False
        if not agent.profile.queues & set(caller.queues):
            return False
        waited = self.now - caller.since
        if caller.known_agent == agent.agent_id:
            return True
        known = self._agent(caller.known_agent or "")
        hopes = (
            known is not None
            and known.phase is not Phase.FREE
            and not known.reason
            and waited < timedelta(seconds=rules.known_agent_seconds)
        )
        if hopes:
            return False
        steps = waited // timedelta(seconds=rules.relax_seconds) if rules.relax_seconds else 0
        return all(agent.profile.skills.get(skill, 0) >= n - steps for skill, n in caller.needs)


def _pause(number: int) -> timedelta:
    return timedelta(seconds=(0.2, 3, 11, 31, 65, 400)[number % 6])


numbers = st.integers(0, 1000)
histories = st.lists(
    st.tuples(st.integers(0, 31), numbers, numbers), min_size=LENGTH // 2, max_size=LENGTH
)


@settings(max_examples=max(EVENTS // (LENGTH * 3 // 4), 1))
@given(histories)
def test_no_caller_and_no_agent_is_ever_lost_or_counted_twice(
    history: list[tuple[int, int, int]],
) -> None:
    world = World()
    for kind, one, other in history:
        world.happen(kind, one, other)


@given(st.integers(1, 9), st.integers(2, 40))
def test_a_heavier_queue_does_not_starve_another(priority: int, busy_callers: int) -> None:
    """However many come with more weight, whoever waits longer than its head start is next."""
    heavy = Queue("berat", head_start_seconds=300, priority_seconds=60, voicemail_seconds=0)
    queue = Acd([Queue("ringan", voicemail_seconds=0), heavy])
    queue.apply(acd.CallerJoined("first", "ringan"), START)
    late = START + timedelta(seconds=300 + 60 * priority + 1)
    for number in range(busy_callers):
        queue.apply(acd.CallerJoined(f"b{number}", "berat", priority=priority), late)
    profile = Profile(frozenset({"ringan", "berat"}))
    commands = queue.apply(acd.AgentReady("1", profile), late)
    assert [one.call_id for one in commands if isinstance(one, acd.Offer)] == ["first"]
