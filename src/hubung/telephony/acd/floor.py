"""Callers and agents, and the moves that keep them in step.

A caller stands in the line or, while being called back, among those who are `owed` a conversation.
An agent who rings does so for one caller of the line, who knows it. Each move here keeps both
sides, so no event can leave one without the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hubung.telephony.acd.commands import (
    CallbackGivenUp,
    Command,
    Connect,
    Offer,
    Withdraw,
)
from hubung.telephony.acd.figures import Ending, LastHour, Wait
from hubung.telephony.acd.line import Line
from hubung.telephony.acd.model import NO_ANSWER, Agent, Caller, Phase, Queue
from hubung.telephony.acd.roster import Roster
from hubung.telephony.acd.timers import Alarm, Timers


class Floor:
    """The state of the queue. Moves add what is to be done to `commands`."""

    def __init__(self, queues: Iterable[Queue]) -> None:
        self.queues = {queue.name: queue for queue in queues}
        self.now = datetime.min.replace(tzinfo=UTC)
        self.commands: list[Command] = []
        self.roster = Roster()
        self.line = Line()
        self.owed: dict[str, Caller] = {}
        self.hour = LastHour()
        self.timers = Timers()
        self.due: dict[str, None] = {}
        """Callers to be looked after before the present event is done with."""

    def arrange(self, queues: Sequence[Queue]) -> None:
        """Other rules from now on. Whose queue is gone waits in the first, at the same rank."""
        self.queues = {queue.name: queue for queue in queues}
        for caller in tuple(self.line):
            self.line.move(caller, self._arranged(caller, queues[0]))
            self.due[caller.call_id] = None
        self.owed = {key: self._arranged(one, queues[0]) for key, one in self.owed.items()}

    def _arranged(self, caller: Caller, first: Queue) -> Caller:
        queue = self.queues.get(caller.queue, first)
        wide = len(caller.queues) > 1
        others = tuple(name for name in queue.overflow_to if wide and name != queue.name)
        return replace(caller, queue=queue.name, queues=(queue.name, *others))

    # Callers

    def enter(self, caller: Caller) -> None:
        self.line.add(caller)
        self.due[caller.call_id] = None

    def leave(self, caller: Caller, ending: Ending) -> None:
        """Take a caller out of the line for good; nobody rings for them any more."""
        self._stop_ringing_for(caller)
        self._count(caller, ending)
        self._remove(caller)

    def serve(self, caller: Caller) -> None:
        """The caller has an agent, or for a call back somebody who will dial them."""
        if caller.callback:
            self.owed[caller.call_id] = replace(caller, offered_to=None)
        else:
            self._count(caller, Ending.ANSWERED)
        self._remove(caller)

    def settle(self, call_id: str, ending: Ending) -> None:
        """A call back is over, reached or not wanted any more."""
        self._count(self.owed.pop(call_id), ending)

    # Offers

    def offer(self, caller: Caller, agent: Agent) -> None:
        until = self.now + timedelta(seconds=self.queues[caller.queue].ring_seconds)
        self.line.replace(replace(caller, offered_to=agent.agent_id))
        self._put(
            replace(agent, phase=Phase.RINGING, since=self.now, call_id=caller.call_id, until=until)
        )
        self.commands.append(Offer(caller.call_id, agent.agent_id, until))

    def end_offer(self, agent: Agent, *, reason: str = "", withdraw: bool = True) -> Agent:
        """Stop ringing; the caller is still in their place. A `reason` sets the agent not ready."""
        caller = self.line.get(agent.call_id or "")
        if caller is not None:
            self.line.replace(replace(caller, offered_to=None))
            self.due[caller.call_id] = None
            if withdraw:
                self.commands.append(Withdraw(caller.call_id, agent.agent_id))
        return self._put(
            replace(
                agent,
                phase=Phase.FREE,
                since=self.now,
                call_id=None,
                until=None,
                reason=reason or agent.reason,
            )
        )

    def connect(self, caller: Caller, agent: Agent) -> None:
        self.serve(caller)
        self._put(self._in_conversation(agent, caller.call_id, caller.queue))
        self.commands.append(Connect(caller.call_id, agent.agent_id, caller.callback))

    # Agents

    def put(self, agent: Agent) -> None:
        self._put(agent)

    def take(self, agent: Agent, call_id: str) -> None:
        """The agent is in a call that was not offered; a wrap-up that they owe is not forgotten."""
        if agent.phase is Phase.TALKING and agent.call_id == call_id:
            return
        if agent.phase is Phase.RINGING:
            agent = self.end_offer(agent, withdraw=agent.call_id != call_id)
        caller = self.line.get(call_id)
        if caller is not None:
            self._stop_ringing_for(caller)
            self.serve(self.line.get(call_id) or caller)
        rest = agent.rest_until
        talked_for = ""
        if agent.phase is Phase.WRAP_UP:
            rest = agent.until
        elif agent.phase is Phase.TALKING:
            rest = self._rested(agent)
            talked_for = agent.talked_for
        left = agent.call_id
        talking = self._in_conversation(agent, call_id, talked_for)
        self._put(replace(talking, rest_until=rest))
        self._nobody_left_in(left)

    def end_talk(self, agent: Agent, *, wrap_up: bool) -> None:
        """Without `wrap_up` there was no conversation, but an earlier one may still be owed its."""
        left = agent.call_id
        until = self._rested(agent) if wrap_up else agent.rest_until
        if until is not None and until > self.now:
            self._put(
                replace(agent, phase=Phase.WRAP_UP, since=self.now, call_id=None, until=until)
            )
        else:
            self.free(agent, idle_since=self.now if wrap_up else agent.idle_since)
        self._nobody_left_in(left)

    def free(self, agent: Agent, *, idle_since: datetime) -> None:
        self._put(
            replace(
                agent,
                phase=Phase.FREE,
                since=self.now,
                idle_since=idle_since,
                call_id=None,
                until=None,
                talked_for="",
                rest_until=None,
            )
        )

    def pass_time(self) -> None:
        """End what is over by now; callers whose moment has come are due."""
        for alarm in self.timers.due(self.now):
            agent = self.roster.get(alarm.id) if alarm.of == "agent" else None
            if alarm.of == "caller":
                self.due[alarm.id] = None
            elif agent is not None and agent.phase is Phase.RINGING:
                self.end_offer(agent, reason=NO_ANSWER)
            elif agent is not None and agent.phase is Phase.WRAP_UP:
                self.free(agent, idle_since=self.now)

    # Inside

    def _put(self, agent: Agent) -> Agent:
        self.timers.set(Alarm("agent", agent.agent_id), agent.until)
        return self.roster.put(agent)

    def _remove(self, caller: Caller) -> None:
        self.line.remove(caller)
        self.due.pop(caller.call_id, None)
        self.timers.set(Alarm("caller", caller.call_id), None)

    def _stop_ringing_for(self, caller: Caller) -> None:
        agent = self.roster.get(caller.offered_to)
        if agent is not None:
            self.end_offer(agent)

    def _in_conversation(self, agent: Agent, call_id: str, talked_for: str) -> Agent:
        return replace(
            agent,
            phase=Phase.TALKING,
            since=self.now,
            call_id=call_id,
            until=None,
            talked_for=talked_for,
        )

    def _rested(self, agent: Agent) -> datetime:
        """When the wrap-up of the agent's conversation would be over if that ended now."""
        if agent.talked_for in self.queues:
            seconds = self.queues[agent.talked_for].wrap_up_seconds
        else:
            own = (self.queues[name] for name in agent.profile.queues if name in self.queues)
            seconds = max((queue.wrap_up_seconds for queue in own), default=0)
        over = self.now + timedelta(seconds=seconds)
        return max(over, agent.rest_until or over)

    def _nobody_left_in(self, call_id: str | None) -> None:
        """A caller whom nobody dials any more goes back to their place, for a limited time."""
        if call_id not in self.owed or self.roster.talking_in(call_id):
            return
        caller = self.owed[call_id]
        queue = self.queues[caller.queue]
        if caller.attempts + 1 >= queue.callback_attempts:
            self.commands.append(CallbackGivenUp(call_id))
            self.settle(call_id, Ending.UNREACHED)
            return
        again = self.now + timedelta(seconds=queue.callback_retry_seconds)
        del self.owed[call_id]
        self.enter(replace(caller, attempts=caller.attempts + 1, not_before=again))

    def _count(self, caller: Caller, ending: Ending) -> None:
        places = None
        if caller.first_position is not None and not caller.callback:
            left = 0 if ending is Ending.ANSWERED else self.line.position(caller)
            places = max(0, caller.first_position - left)
        waited = caller.waited(self.now)
        self.hour.add(Wait(caller.call_id, caller.queue, self.now, waited, ending, places))
