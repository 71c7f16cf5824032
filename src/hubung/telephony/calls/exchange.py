"""The exchange: every call, every agent and the queue, as pure logic.

    exchange = Exchange(Acd(queues), menu, Rules(…))
    for output in exchange.apply(Arrived("c1", "+62811…", "151"), now):
        ...  # in the order given

It knows no engine, no database and no clock. `calls` and `agents` are all that has to be kept over
a restart (`adoption`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hubung.telephony import acd
from hubung.telephony.asterisk import outbound
from hubung.telephony.asterisk.outbound import Way
from hubung.telephony.calls import (
    callbacks,
    guidance,
    hearing,
    lines,
    presence,
    timing,
    trying,
    wishes,
    words,
)
from hubung.telephony.calls.arrangement import Arrangement
from hubung.telephony.calls.dialogue import Dialogue
from hubung.telephony.calls.returning import Places
from hubung.telephony.calls.rules import Rules
from hubung.telephony.calls.state import OUTSIDE, AgentSeen, Call, Leg, Role, Stage, call_of
from hubung.telephony.calls.wiring import NOTHING, Wiring, changes, wanted
from hubung.telephony.calls.words import Happening, Note, Output, Refusal
from hubung.telephony.menu.tree import Tree
from hubung.telephony.menu.walking import Digits, Prompt, Told


@dataclass
class Exchange:
    """All calls of one engine. `apply` is the only way in.

    `asked`: when each number asked to be called back, of the last day; kept over a restart too.
    """

    queue: acd.Acd
    tree: Tree
    rules: Rules = field(default_factory=Rules)
    emergency: tuple[Prompt, ...] = ()
    arrangement: Arrangement = field(default_factory=lambda: Arrangement(()))
    asked: dict[str, tuple[datetime, ...]] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    agents: dict[str, AgentSeen] = field(default_factory=dict)
    dialogues: dict[str, Dialogue] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    #: By how much the clock that people look at is ahead of the steady one of `now`.
    ahead: timedelta = timedelta(0)
    _out: list[Output] = field(default_factory=list)
    now: datetime = field(init=False)

    def apply(self, what: Happening, now: datetime) -> list[Output]:
        """What follows from this happening. A late or unknown one changes nothing."""
        self._out, self.now = [], now
        match what:
            case words.Arrived():
                self._arrived(what)
            case words.Settled(call=call_id):
                self._settled(call_id)
            case words.Key(channel=channel, key=key):
                guidance.hear(self, channel, Digits(key))
                callbacks.hear(self, channel, key)
            case words.CaseTold(call=call_id, prompts=prompts):
                guidance.hear(self, call_id, Told(prompts))
            case words.CallerKnown(call=call_id, agent=agent):
                self.change(call_id, lambda call: replace(call, known_agent=agent))
            case words.Played(playback=playback):
                hearing.played(self, playback)
            case words.PickedUp(channel=channel):
                lines.picked_up(self, channel)
            case words.Gone(channel=channel):
                lines.gone(self, what)
                # The engine has nothing more to do with it.
                self._out = [one for one in self._out if getattr(one, "channel", "") != channel]
            case words.Left(channel=channel):
                call = self.calls.get(call_of(channel))
                if call is None or channel != call.channel:
                    return []  # Its end follows, and says why: a lost line is not one hung up.
                return self.apply(words.Gone(channel), now) if call.settled else []
            case words.Silent(channel=channel):
                trying.silent(self, channel)
            case words.Stray(channel=channel):
                self.emit(words.HangUp(channel))
            case words.MessageTaken(call=call_id, file=file):
                hearing.message_taken(self, call_of(call_id), file)
            case words.Arranged(arrangement=arrangement):
                self._arrange(arrangement)
            case words.Wished():
                self._wished(what)
            case words.Tick():
                timing.tick(self)
        return self._without_waste()

    def _without_waste(self) -> list[Output]:
        """Nothing is done to a line that is hung up in the same breath."""
        ended = {one.channel for one in self._out if isinstance(one, words.HangUp)}
        return [
            one
            for one in self._out
            if isinstance(one, words.HangUp) or getattr(one, "channel", None) not in ended
        ]

    def next_wake(self) -> datetime | None:
        """When `Tick` has to be applied at the latest; None while nothing runs."""
        return timing.next_wake(self)

    def ways(self, number: str) -> tuple[Way, ...]:
        """How a number outside is reached, the first way to be tried first.

        Numbers come from `arrangement` and from callers' own lines alone.
        """
        try:
            return tuple(outbound.ways(number, self.rules.phone)) if self.rules.phone else ()
        except outbound.NotDialledError:
            return ()

    # The menu -------------------------------------------------------------------------------------

    def _arrived(self, what: words.Arrived) -> None:
        if what.call in self.calls:
            return
        call = Call(what.call, what.caller, what.dialled, self.now)
        self.calls[call.id] = call
        self.note("call_began", call.id, direction="in", caller=call.caller, dialled=call.dialled)
        self.emit(words.Answer(call.id))
        self.note("call_answered", call.id)
        if call.caller:
            self.emit(words.AskAgent(call.id, call.caller))
        guidance.begin(self, call.id)

    # The queue ------------------------------------------------------------------------------------

    def join_queue(self, call_id: str) -> None:
        """The caller waits for an agent from now on."""
        call = self.calls[call_id]
        self.note("entered_queue", call_id, queue=call.queue, priority=call.priority)
        self._wait(call)

    def _wait(self, call: Call) -> None:
        self.feed(
            acd.CallerJoined(
                call.id,
                call.queue,
                language=call.language,
                priority=call.priority,
                known_agent=call.known_agent,
                since=call.joined_at,
                callback=call.callback,
                attempts=call.attempts,
                not_before=call.not_before,
            )
        )

    def feed(self, event: acd.Event) -> None:
        """Tell the queue, and do what it says."""
        for command in self.queue.apply(event, self.now):
            self._obey(command)

    def _obey(self, command: acd.Command) -> None:
        match command:
            case acd.Offer(call_id=call_id, agent_id=agent):
                self.ring(call_id, agent, Role.OFFERED)
            case acd.Withdraw(call_id=call_id, agent_id=agent):
                lines.drop(self, call_id, agent, "withdrawn")
            case acd.Connect(call_id=call_id, agent_id=agent, callback=True):
                callbacks.dial(self, call_id, agent)
            case acd.Connect(call_id=call_id, agent_id=agent):
                self.connect(call_id, agent)
            case acd.Announce(call_id=call_id, position=position, wait_seconds=seconds):
                hearing.announce(self, call_id, position, seconds)
            case acd.Voicemail(call_id=call_id):
                hearing.take_message(self, call_id)
            case acd.AgentIs():
                self._agent_is(command)
            case acd.CallbackGivenUp(call_id=call_id):
                callbacks.given_up(self, call_id)
            case acd.Overflow():
                pass  # changes nothing for the caller

    def ring(self, call_id: str, agent: str, role: Role, due: datetime | None = None) -> None:
        """Ring an agent for this call."""
        seen = self.agents.get(agent)
        if call_id not in self.calls or seen is None:
            return
        call, channel = self.calls[call_id].named()
        self._put(call, call.with_leg(Leg(channel, agent, seen.endpoint, role, due)))
        self.note("offered", call_id, person=agent, leg=channel)

    def connect(self, call_id: str, agent: str) -> None:
        """Caller and agent talk."""
        call = self.calls.get(call_id)
        leg = call.leg_of(agent) if call else None
        if call is None or leg is None:
            self.release(agent, call_id)
            return
        hearing.stop(self, call_id)
        call = replace(self.calls[call_id], stage=Stage.TALKING, held=False)
        self._put(self.calls[call_id], call.with_leg(replace(leg, talking=True, due=None)))
        if leg.outside:
            self.note("telephone_joined", call_id, telephone=lines.key(leg), leg=leg.channel)
        else:
            self.note("talk_began", call_id, person=agent, leg=leg.channel)

    def _settled(self, channel: str) -> None:
        call = self.calls.get(call_of(channel))
        if call is None or channel != call.channel:
            return
        self.change(call.id, lambda call: replace(call, settled=True))
        position = self.queue.position(call.id)
        if position is not None:
            # Said on joining already, while nothing could be played.
            hearing.announce(self, call.id, position, self.queue.expected_wait_of(call.id))

    def _agent_is(self, state: acd.AgentIs) -> None:
        seen = self.agents.get(state.agent_id, AgentSeen(state.agent_id))
        self.agents[state.agent_id] = replace(
            seen, reason=state.reason, phase=state.phase.value, call=state.call_id
        )
        self.note(
            "agent_is",
            "",
            person=state.agent_id,
            phase=state.phase.value,
            reason=state.reason,
            call=state.call_id,
            until=(state.until + self.ahead).isoformat() if state.until else None,
        )

    def _arrange(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.feed(acd.QueuesAre(arrangement.queues))
        presence.arrange(self)

    # Conversations --------------------------------------------------------------------------------

    def take(self, agent: str, call_id: str) -> None:
        """The queue is told that an agent is rung for a call that it did not offer."""
        self.feed(acd.AgentTaken(agent, call_id))

    def release(self, agent: str, call_id: str) -> None:
        """… that it came to nothing; a telephone outside is none of its agents."""
        if not agent.startswith(OUTSIDE):
            self.feed(acd.AgentReleased(agent, call_id))

    def talked(self, call_id: str, agent: str) -> None:
        """… that an agent's conversation is over, for which they now owe a code."""
        presence.owe_code(self, agent, call_id)
        self.feed(acd.CallEnded(agent, call_id))

    def stopped_talking(self, call_id: str, leg: Leg) -> None:
        """Somebody's part in the conversation is over."""
        if leg.outside:
            lines.tell_end(self, call_id, leg, "talked")
        else:
            self.note("talk_ended", call_id, person=leg.agent, leg=leg.channel)
            self.talked(call_id, leg.agent)

    def left_by_agent(self, call_id: str) -> None:
        """An agent hung up: whom they were consulting has the caller now, else the call is over.

        A colleague who still rings is rung on, for the caller.
        """
        call = self.calls.get(call_id)
        if call is None or call.stage is not Stage.TALKING or any(call.talking()):
            return
        consulted = next((leg for leg in call.legs if leg.role is Role.CONSULTED), None)
        if consulted is None:
            self.over(call_id, "agent")
        elif consulted.up:
            self.connect(call_id, consulted.agent)
        else:
            rung = replace(consulted, role=Role.TRANSFERRED)
            waits = replace(
                call.with_leg(rung), stage=Stage.WAITING, held=False, joined_at=self.now
            )
            self.change(call_id, lambda _one: waits)

    def over(self, call_id: str, cause: str) -> None:
        """The call ends, for everybody in it."""
        call = self.calls.pop(call_id)
        self.dialogues.pop(call_id, None)
        ends = changes(call, wanted(call), NOTHING)
        if call.line is None:
            self.emit(words.HangUp(call_id))
        self._out += (one for one in ends if isinstance(one, words.HangUp | words.DropBridge))
        if call.recording:
            self.note("recording_ended", call_id, file=call.recording)
        for leg in call.legs:
            if leg.talking:
                self.stopped_talking(call_id, leg)
            else:
                lines.tell_end(self, call_id, leg, "caller_left")
                if leg.role is not Role.OFFERED or call.stage is Stage.DIALLING:
                    self.release(leg.agent, call_id)
        self.feed(acd.CallbackCancelled(call_id) if call.callback else acd.CallerLeft(call_id))
        self.note("call_ended", call_id, cause=cause)

    # The desk -------------------------------------------------------------------------------------

    def _wished(self, wish: words.Wished) -> None:
        refusal = wishes.grant(self, wish, self.now)
        if refusal:
            self.emit(Refusal(refusal))

    # Changes --------------------------------------------------------------------------------------

    def change(self, call_id: str, how: Callable[[Call], Call]) -> None:
        """Change a call; the engine is told what follows from it."""
        if call_id in self.calls:
            self._put(self.calls[call_id], how(self.calls[call_id]))

    def _put(self, before: Call, after: Call) -> None:
        self.calls[after.id] = after
        self._out += changes(after, wanted(before), wanted(after))

    def note(self, name: str, call_id: str, **details: object) -> None:
        """Tell the records."""
        self.emit(Note(name, call_id, self.now + self.ahead, details))

    def emit(self, output: Output) -> None:
        """Have this done, after what was said before."""
        self._out.append(output)

    # Taking up what goes on ----------------------------------------------------------------------

    @contextmanager
    def gathering(self, now: datetime) -> Iterator[list[Output]]:
        """What follows from the calls below, outside of `apply`."""
        self._out, self.now = [], now
        yield self._out

    def go_on(self, call_id: str) -> None:
        """A call that was found goes on where it can."""
        call = self.calls[call_id]
        ringing = next((leg for leg in call.legs if leg.role is not Role.CONSULTED), None)
        match call.stage:
            case Stage.MENU:
                guidance.begin(self, call_id)
            case Stage.VOICEMAIL:
                hearing.take_message(self, call_id)
            case Stage.WAITING if ringing is not None:
                self.connect(call_id, ringing.agent)
            case Stage.WAITING:
                self._wait(call)

    def lost(self, call: Call) -> None:
        """A call ended while nobody watched, or with the engine."""
        self.calls[call.id] = call
        self.places.keep(call, self.now)
        said = len(self._out)
        self.over(call.id, "lost")
        # The engine has nothing of it left but what is cleared as a leftover.
        self._out[said:] = (
            one
            for one in self._out[said:]
            if not isinstance(one, words.Order) or call_of(words.target(one)) != call.id
        )

    def wire(self, call_id: str, found: Wiring) -> Iterator[words.Order]:
        """What puts a call right that was found with this wiring."""
        call = self.calls[call_id]
        return changes(call, found, wanted(call))
