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
from hubung.telephony.calls import cuts, guidance, wishes, words
from hubung.telephony.calls.dialogue import Dialogue
from hubung.telephony.calls.state import AgentSeen, Call, Leg, Role, Stage, call_of
from hubung.telephony.calls.wiring import NOTHING, Wiring, changes, wanted
from hubung.telephony.calls.words import Happening, Note, Output, Refusal
from hubung.telephony.menu.tree import Tree
from hubung.telephony.menu.walking import Digits, Prompt, Told
from hubung.telephony.prompts import parts

#: ISDN's causes for "busy" and "rejected": the agent declined.
DECLINED = frozenset({17, 21})
#: … and for "no answer", however it is said.
UNANSWERED = frozenset({16, 18, 19, 26, 127})
#: … and for a line on which no sound came any more.
SOUND_ENDED = 44


@dataclass(frozen=True, slots=True)
class Rules:
    """What the ministry decided: whether calls are recorded, how long a colleague is rung."""

    recording: bool = True
    ring: timedelta = timedelta(seconds=15)


@dataclass
class Exchange:
    """All calls of one engine. `apply` is the only way in."""

    queue: acd.Acd
    tree: Tree
    rules: Rules = Rules()
    emergency: tuple[Prompt, ...] = ()
    calls: dict[str, Call] = field(default_factory=dict)
    agents: dict[str, AgentSeen] = field(default_factory=dict)
    dialogues: dict[str, Dialogue] = field(default_factory=dict)
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
            case words.CaseTold(call=call_id, prompts=prompts):
                guidance.hear(self, call_id, Told(prompts))
            case words.CallerKnown(call=call_id, agent=agent):
                self.change(call_id, lambda call: replace(call, known_agent=agent))
            case words.Played(playback=playback):
                self._played(playback)
            case words.PickedUp(channel=channel):
                self._picked_up(channel)
            case words.Gone(channel=channel, cause=cause):
                self._gone(channel, cause)
                # The engine has nothing more to do with it.
                self._out = [one for one in self._out if getattr(one, "channel", "") != channel]
            case words.Left(channel=channel):
                call = self.calls.get(channel)
                return self.apply(words.Gone(channel), now) if call is None or call.settled else []
            case words.Stray(channel=channel):
                self.emit(words.HangUp(channel))
            case words.MessageTaken(call=call_id, file=file):
                self._message_taken(call_id, file)
            case words.Wished():
                self._wished(what)
            case words.Tick():
                self._tick()
        return self._out

    def next_wake(self) -> datetime | None:
        """When `Tick` has to be applied at the latest; None while nothing runs."""
        moments = [one.due for one in self.dialogues.values() if one.due is not None]
        moments += [leg.due for call in self.calls.values() for leg in call.legs if leg.due]
        queue = self.queue.next_wake()
        return min([*moments, queue] if queue else moments, default=None)

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
                self.drop_leg(call_id, agent, "withdrawn")
            case acd.Connect(call_id=call_id, agent_id=agent):
                self.connect(call_id, agent)
            case acd.Announce(call_id=call_id, position=position, wait_seconds=seconds):
                self._announce(call_id, position, seconds)
            case acd.Voicemail(call_id=call_id):
                self.take_message(call_id)
            case acd.AgentIs():
                self._agent_is(command)
            case acd.Overflow() | acd.CallbackGivenUp():
                pass  # the first changes nothing for the caller, the second is never asked for

    def ring(self, call_id: str, agent: str, role: Role, due: datetime | None = None) -> None:
        """Ring an agent for this call."""
        seen = self.agents.get(agent)
        if call_id not in self.calls or seen is None:
            return
        call, channel = self.calls[call_id].named()
        self._put(call, call.with_leg(Leg(channel, agent, seen.endpoint, role, due)))
        self.note("offered", call_id, person=agent, leg=channel)

    def drop_leg(self, call_id: str, agent: str, why: str) -> None:
        call = self.calls.get(call_id)
        leg = call.leg_of(agent) if call else None
        if call is not None and leg is not None and not leg.talking:
            self._put(call, call.without_leg(leg.channel))
            self.note("offer_ended", call_id, person=agent, leg=leg.channel, why=why)

    def connect(self, call_id: str, agent: str) -> None:
        """Caller and agent talk."""
        call = self.calls.get(call_id)
        leg = call.leg_of(agent) if call else None
        if call is None or leg is None:
            self.feed(acd.AgentReleased(agent, call_id))
            return
        self.stop_playing(call_id)
        call = replace(self.calls[call_id], stage=Stage.TALKING, held=False)
        self._put(self.calls[call_id], call.with_leg(replace(leg, talking=True, due=None)))
        self.note("talk_began", call_id, person=agent, leg=leg.channel)

    def _announce(self, call_id: str, position: int, seconds: int | None) -> None:
        call = self.calls.get(call_id)
        if call and call.stage is Stage.WAITING and call.settled and not call.playing:
            keys = parts.position(position, seconds)
            self.play(call_id, tuple(Prompt(key, call.language) for key in keys))

    def _settled(self, call_id: str) -> None:
        self.change(call_id, lambda call: replace(call, settled=True))
        position = self.queue.position(call_id)
        if position is not None:
            # Said on joining already, while nothing could be played.
            self._announce(call_id, position, None)

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
            until=state.until.isoformat() if state.until else None,
        )

    # Lines come and go ----------------------------------------------------------------------------

    def _picked_up(self, channel: str) -> None:
        call = self.calls.get(call_of(channel))
        leg = call.leg(channel) if call else None
        if call is None or leg is None:
            self.emit(words.HangUp(channel))
        elif not leg.up:
            self._put(call, call.with_leg(replace(leg, up=True, due=None)))
            if leg.talking:
                return
            if leg.role is Role.OFFERED:
                self.feed(acd.OfferAccepted(call.id, leg.agent))
            elif leg.role is Role.TRANSFERRED:
                self.connect(call.id, leg.agent)

    def _gone(self, channel: str, cause: int) -> None:
        if channel in self.calls:
            self.over(channel, "caller")
            return
        call = self.calls.get(call_of(channel))
        leg = call.leg(channel) if call else None
        if call is None or leg is None:
            return
        if leg.talking and leg.up and cause != SOUND_ENDED:
            self._put(call, call.without_leg(channel))
            self.stopped_talking(call.id, leg)
            self.left_by_agent(call.id)
        else:
            self._unanswered(call, leg, cause)

    def _unanswered(self, call: Call, leg: Leg, cause: int) -> None:
        if leg.talking:
            cuts.lost(self, call, leg)
            return
        why = (
            "declined" if cause in DECLINED else "silent" if cause in UNANSWERED else "unreachable"
        )
        self.drop_leg(call.id, leg.agent, why)
        if leg.role is Role.OFFERED:
            reason = {"declined": acd.REFUSED, "unreachable": acd.UNREACHABLE}.get(why)
            if reason is None:
                self.feed(acd.OfferTimedOut(call.id, leg.agent))
            else:
                self.feed(acd.OfferRefused(call.id, leg.agent, reason))
            return
        self.feed(acd.AgentReleased(leg.agent, call.id))
        if leg.role is Role.TRANSFERRED:
            self.join_queue(call.id)
        else:
            self.change(call.id, lambda one: replace(one, held=False))

    def stopped_talking(self, call_id: str, leg: Leg) -> None:
        """The agent's part in the conversation is over."""
        self.note("talk_ended", call_id, person=leg.agent, leg=leg.channel)
        self.feed(acd.CallEnded(leg.agent, call_id))

    def left_by_agent(self, call_id: str) -> None:
        """An agent hung up: whom they were consulting has the caller now, else the call is over."""
        call = self.calls.get(call_id)
        if call is None or call.stage is not Stage.TALKING or any(call.talking()):
            return
        consulted = cuts.asked_and_up(call)
        if consulted is not None:
            self.connect(call_id, consulted.agent)
        else:
            self.over(call_id, "agent")

    def over(self, call_id: str, cause: str) -> None:
        """The call ends, for everybody in it."""
        call = self.calls.pop(call_id)
        self.dialogues.pop(call_id, None)
        ends = changes(call, wanted(call), NOTHING)
        self.emit(words.HangUp(call_id))
        self._out += (one for one in ends if isinstance(one, words.HangUp | words.DropBridge))
        if call.recording:
            self.note("recording_ended", call_id, file=call.recording)
        for leg in call.legs:
            if leg.talking:
                self.stopped_talking(call_id, leg)
            else:
                self.note(
                    "offer_ended", call_id, person=leg.agent, leg=leg.channel, why="caller_left"
                )
                if leg.role is not Role.OFFERED:
                    self.feed(acd.AgentReleased(leg.agent, call_id))
        self.feed(acd.CallerLeft(call_id))
        self.note("call_ended", call_id, cause=cause)

    # What is heard --------------------------------------------------------------------------------

    def play(self, call_id: str, prompts: tuple[Prompt, ...]) -> None:
        """Play these to the caller, in the place of what is played."""
        self.stop_playing(call_id)
        call, playback = self.calls[call_id].named()
        self._put(self.calls[call_id], replace(call, playing=playback))
        self.emit(words.Play(call_id, playback, prompts))

    def stop_playing(self, call_id: str) -> None:
        """Silence, or the music of who waits."""
        playback = self.calls[call_id].playing
        if playback:
            self.emit(words.StopPlaying(playback))
            self.change(call_id, lambda call: replace(call, playing=""))

    def _played(self, playback: str) -> None:
        call = self.calls.get(call_of(playback))
        if call is None or call.playing != playback:
            return
        self._put(call, replace(call, playing=""))
        if call.id in self.dialogues:
            guidance.played(self, call.id)
        elif call.stage is Stage.VOICEMAIL:
            self.emit(words.TakeMessage(call.id, f"{call.id}~message"))

    def take_message(self, call_id: str) -> None:
        """Let the caller leave a message."""
        if call_id not in self.calls:
            return
        self.change(call_id, lambda call: replace(call, stage=Stage.VOICEMAIL))
        self.play(call_id, (Prompt("leave-message", self.calls[call_id].language),))

    def _message_taken(self, call_id: str, file: str) -> None:
        call = self.calls.get(call_id)
        if call is not None and call.stage is Stage.VOICEMAIL:
            if file:
                self.note("voicemail_left", call_id, file=file, box=call.box or call.queue)
            self.over(call_id, "voicemail")

    # Time, and the desk ---------------------------------------------------------------------------

    def _tick(self) -> None:
        for call_id in list(self.dialogues):
            guidance.tick(self, call_id)
        for call in list(self.calls.values()):
            for leg in call.legs:
                if leg.due is not None and leg.due <= self.now and call.id in self.calls:
                    self._unanswered(self.calls[call.id], leg, 19)
        self.feed(acd.Tick())

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
        self.emit(Note(name, call_id, self.now, details))

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
        ringing = next((leg for leg in call.legs if leg.role is Role.TRANSFERRED), None)
        match call.stage:
            case Stage.MENU:
                guidance.begin(self, call_id)
            case Stage.VOICEMAIL:
                self.take_message(call_id)
            case Stage.WAITING if ringing is not None:
                self.connect(call_id, ringing.agent)
            case Stage.WAITING:
                self._wait(call)

    def lost(self, call: Call) -> None:
        """A call ended while nobody watched."""
        self.calls[call.id] = call
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
