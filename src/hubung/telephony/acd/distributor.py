"""The queue itself: events in, commands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hubung.telephony.acd import distribution
from hubung.telephony.acd import events as e
from hubung.telephony.acd.commands import Command, Withdraw
from hubung.telephony.acd.figures import Ending, Wait
from hubung.telephony.acd.floor import Floor
from hubung.telephony.acd.matching import rank
from hubung.telephony.acd.model import GONE, NO_ANSWER, Agent, Caller, Phase, Profile, Queue

_NOWHERE = Profile(frozenset())


class Acd:
    """Automatic call distribution over `queues`; the package's docstring is its contract.

    Raises ValueError for no queue, two of one name, or an overflow to a queue that is not there.
    """

    def __init__(self, queues: Sequence[Queue]) -> None:
        _check(queues)
        self._first = queues[0].name
        self._floor = Floor(queues)
        self._joined = 0

    def apply(self, event: e.Event, now: datetime) -> list[Command]:
        """What is to be done after `event`, in this order. Raises ValueError for a naive `now`.

        The event comes before what time has ended: whoever picks up before the withdrawal was sent
        has the call.
        """
        floor = self._floor
        floor.now = max(_aware(now), floor.now)
        floor.commands = []
        floor.hour.forget(floor.now)
        arrived = self._handle(event)
        floor.pass_time()
        distribution.widen(floor)
        distribution.distribute(floor)
        distribution.look_after(floor, arrived)
        return [*floor.commands, *floor.roster.tell()]

    def next_wake(self) -> datetime | None:
        """When the next thing happens by itself; None: nothing without an event."""
        return self._floor.timers.next()

    @property
    def callers(self) -> tuple[Caller, ...]:
        """Everybody in the queue, first to be served first."""
        return tuple(self._floor.line)

    def caller(self, call_id: str) -> Caller | None:
        """Somebody who waits."""
        return self._floor.line.get(call_id)

    @property
    def called_back(self) -> tuple[Caller, ...]:
        """Callers whom an agent is dialling now."""
        return tuple(self._floor.owed.values())

    @property
    def agents(self) -> tuple[Agent, ...]:
        return self._floor.roster.agents

    @property
    def waits(self) -> tuple[Wait, ...]:
        """The waits that ended within an hour before the last event, for `service_level`."""
        return tuple(self._floor.hour)

    def position(self, call_id: str) -> int | None:
        """Place in the caller's own queue, 1 is next; None for who does not wait."""
        caller = self._floor.line.get(call_id)
        return None if caller is None else self._floor.line.position(caller)

    def expected_wait_of(self, call_id: str) -> int | None:
        """Seconds for somebody who waits; None: too little is known, or they do not wait."""
        caller = self._floor.line.get(call_id)
        if caller is None:
            return None
        return self._floor.hour.expected_wait(caller.queue, self._floor.line.position(caller))

    def expected_wait(self, queue: str) -> int | None:
        """Seconds for whoever would come to the queue now; None: the last hour tells too little."""
        return self._floor.hour.expected_wait(queue, self._floor.line.length(queue) + 1)

    def _handle(self, event: e.Event) -> str | None:
        """Returns the call id of a caller who has just come."""
        floor = self._floor
        match event:
            case e.CallerJoined():
                return self._join(event)
            case e.CallerLeft(call_id):
                caller = floor.line.get(call_id)
                if caller is not None and not caller.callback:
                    floor.leave(caller, Ending.ABANDONED)
            case e.CallbackAsked(call_id):
                if (caller := floor.line.get(call_id)) is not None:
                    floor.line.replace(replace(caller, callback=True))
            case e.CallbackCancelled() | e.CallbackReached() | e.CallbackFailed():
                self._call_back(event)
            case e.OfferAccepted() | e.OfferRefused() | e.OfferTimedOut():
                self._answer(event)
            case e.AgentReady(agent_id, profile, reason):
                self._ready(agent_id, profile, reason)
            case e.ProfileIs(agent_id, profile):
                agent = floor.roster.get(agent_id)
                if agent is not None and agent.profile != profile:
                    floor.put(replace(agent, profile=profile))
            case e.AgentNotReady(agent_id, reason):
                self._not_ready(agent_id, reason)
            case e.AgentGone(agent_id):
                self._not_ready(agent_id, GONE)
            case e.AgentTaken(agent_id, call_id):
                known = floor.roster.get(agent_id)
                stranger = Agent(agent_id, _NOWHERE, floor.now, floor.now, reason=GONE)
                floor.take(known or stranger, call_id)
            case e.AgentReleased(agent_id, call_id):
                self._end_talk(agent_id, call_id, wrap_up=False)
            case e.CallEnded(agent_id, call_id):
                self._end_talk(agent_id, call_id, wrap_up=True)
            case e.WrappedUp(agent_id):
                agent = floor.roster.get(agent_id)
                if agent is not None and agent.phase is Phase.WRAP_UP:
                    floor.free(agent, idle_since=floor.now)
            case e.Reconciled(calls):
                self._reconcile(calls)
            case e.QueuesAre(queues):
                _check(queues)
                self._first = queues[0].name
                floor.arrange(queues)
            case e.Tick():
                pass
        return None

    def _join(self, event: e.CallerJoined) -> str | None:
        floor = self._floor
        if event.call_id in floor.line or event.call_id in floor.owed:
            return None
        for agent in floor.roster.talking_in(event.call_id):
            floor.end_talk(agent, wrap_up=True)
        queue = floor.queues.get(event.queue) or floor.queues[self._first]
        since = min(_aware(event.since or floor.now), floor.now)
        self._joined += 1
        floor.enter(
            Caller(
                call_id=event.call_id,
                queue=queue.name,
                queues=(queue.name,),
                language=event.language,
                needs=tuple(sorted((dict(queue.wants) | dict(event.skills)).items())),
                known_agent=event.known_agent,
                since=since,
                rank=(rank(queue, event.priority, since), self._joined),
                callback=event.callback,
                attempts=event.attempts,
                not_before=event.not_before,
            )
        )
        return event.call_id

    def _call_back(self, event: e.CallbackCancelled | e.CallbackReached | e.CallbackFailed) -> None:
        floor = self._floor
        caller = floor.line.get(event.call_id)
        if isinstance(event, e.CallbackCancelled) and caller is not None and caller.callback:
            floor.leave(caller, Ending.ABANDONED)
        if event.call_id not in floor.owed:
            return
        if isinstance(event, e.CallbackReached):
            floor.settle(event.call_id, Ending.ANSWERED)
            return
        if isinstance(event, e.CallbackCancelled):
            floor.settle(event.call_id, Ending.ABANDONED)
        for agent in floor.roster.talking_in(event.call_id):
            floor.end_talk(agent, wrap_up=False)

    def _answer(self, event: e.OfferAccepted | e.OfferRefused | e.OfferTimedOut) -> None:
        floor = self._floor
        agent = floor.roster.get(event.agent_id)
        same_call = agent is not None and agent.call_id == event.call_id
        caller = floor.line.get(event.call_id)
        accepted = isinstance(event, e.OfferAccepted)
        if agent is not None and same_call and agent.phase is Phase.RINGING and caller is not None:
            if isinstance(event, e.OfferAccepted):
                floor.connect(caller, agent)
            else:
                reason = event.reason if isinstance(event, e.OfferRefused) else NO_ANSWER
                floor.end_offer(agent, reason=reason, withdraw=False)
        elif accepted and not same_call:
            floor.commands.append(Withdraw(event.call_id, event.agent_id))

    def _ready(self, agent_id: str, profile: Profile, reason: str) -> None:
        floor = self._floor
        agent = floor.roster.get(agent_id) or Agent(agent_id, profile, floor.now, floor.now)
        if reason and agent.phase is Phase.RINGING:
            agent = floor.end_offer(agent)
        idle_since = floor.now if agent.reason else agent.idle_since
        floor.put(replace(agent, profile=profile, reason=reason, idle_since=idle_since))

    def _not_ready(self, agent_id: str, reason: str) -> None:
        floor = self._floor
        agent = floor.roster.get(agent_id)
        if agent is None:
            return
        if agent.phase is Phase.RINGING:
            floor.end_offer(agent, reason=reason)
        else:
            floor.put(replace(agent, reason=reason))

    def _end_talk(self, agent_id: str, call_id: str, *, wrap_up: bool) -> None:
        agent = self._floor.roster.get(agent_id)
        if agent is not None and agent.phase is Phase.TALKING and agent.call_id == call_id:
            self._floor.end_talk(agent, wrap_up=wrap_up)

    def _reconcile(self, calls: frozenset[str]) -> None:
        floor = self._floor
        for caller in tuple(floor.line):
            if not caller.callback and caller.call_id not in calls:
                floor.leave(caller, Ending.ABANDONED)
        for agent in floor.roster.agents:
            if agent.phase is Phase.TALKING and agent.call_id not in calls:
                floor.end_talk(agent, wrap_up=True)


def _check(queues: Sequence[Queue]) -> None:
    names = [queue.name for queue in queues]
    if not names or len(set(names)) < len(names):
        raise ValueError("queues need names, each its own")
    for queue in queues:
        if unknown := set(queue.overflow_to) - set(names):
            raise ValueError(f"{queue.name} overflows to {sorted(unknown)}, which is no queue")


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("the queue counts in moments that know their zone")
    return moment
