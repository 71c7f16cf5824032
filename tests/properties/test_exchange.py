"""What holds in the exchange, whatever is pressed, wished, hung up, restarted or told too late.

The engine is the switchboard of the unit tests, which refuses what an engine would refuse. A few
thousand events each time; as many as one likes with `HUBUNG_QUEUE_EVENTS=1000000`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from pydantic import TypeAdapter

from hubung.telephony.acd import Acd, Phase, Profile, Queue
from hubung.telephony.calls import words
from hubung.telephony.calls.adoption import Found, adopt
from hubung.telephony.calls.arrangement import Arrangement, Team
from hubung.telephony.calls.exchange import Exchange
from hubung.telephony.calls.rules import Rules
from hubung.telephony.calls.state import AgentSeen, Call, Stage
from hubung.telephony.menu.default import default_tree
from hubung.telephony.settings import Phone, Trunk
from tests.properties.test_queue import EVENTS, LENGTH, histories
from tests.support.switchboard import Switchboard

pytestmark = pytest.mark.once

PHONE = Phone(
    trunks=(
        Trunk(name="first", host="192.0.2.1", order=1),
        Trunk(name="second", host="192.0.2.2", order=2),
    )
)
BOTH = frozenset({"id", "en"})
ARRANGEMENT = Arrangement(
    queues=(
        Queue("umum", wrap_up_seconds=20, callback_attempts=2, overflow_to=("laut",)),
        Queue("laut", wrap_up_seconds=10, overflow_seconds=0, overflow_to=("umum",)),
    ),
    profiles={
        "1": Profile(frozenset({"umum", "laut"}), BOTH),
        "2": Profile(frozenset({"umum"}), BOTH),
        "3": Profile(frozenset({"laut"}), BOTH),
    },
    telephones={"7": "+62213811308", "9": "0809123"},
    teams={"4": Team("laut", ("7",)), "5": Team("", ("7",))},
    codes=frozenset({"informasi"}),
)
AGENTS = ["1", "2", "3", "4"]
NUMBERS = ["", "+6281234567890", "+6281300000002", "+442079460000"]
CAUSES = [16, 16, 17, 19, 20, 38, 44]
KEYS = "0125*#"
TARGETS = [
    "agent:1",
    "agent:2",
    "agent:3",
    "queue:umum",
    "queue:laut",
    "queue:gone",
    "team:4",
    "team:5",
    "telephone:7",
    "telephone:9",
    "telephone:+6281211112222",
    "+6281211112222",
]
IN_CALL = [
    "hold",
    "resume",
    "mute",
    "unmute",
    "hang_up",
    "complete",
    "conference",
    "cancel",
    "keys",
    "pause_recording",
    "resume_recording",
    "rejoin",
    "entah",
]
#: Everywhere that calls may ever be led outside.
MAY_BE_DIALLED = {"+62213811308", "+6281234567890", "+6281300000002"}
KEPT_CALLS = TypeAdapter(list[Call])
KEPT_AGENTS = TypeAdapter(list[AgentSeen])


@dataclass
class Board(Switchboard):
    """Also remembers what was told, and lets the program and the engine die."""

    exchange: Exchange = field(default_factory=lambda: new_exchange())
    arrived: int = 0

    def do(self, output: words.Output) -> None:
        if isinstance(output, words.Ring) and "@" in output.endpoint:
            number = output.endpoint.removeprefix("PJSIP/").partition("@")[0]
            assert number in MAY_BE_DIALLED, "the one way out"
        if isinstance(output, words.StartRecording):
            assert output.channel in self.lines
        super().do(output)

    # What happens

    def happen(self, kind: int, one: int, other: int) -> None:
        calls = sorted(self.exchange.calls)
        call = calls[one % len(calls)] if calls else "c0"
        lines, rings = sorted(self.lines), sorted(self.ringing)
        agent = AGENTS[other % len(AGENTS)]
        match kind:
            case 0 | 1 | 2 if len(calls) < 6:
                self.arrived += 1
                name = f"c{self.arrived}"
                self.lines.add(name)
                self.tell(words.Arrived(name, NUMBERS[other % 4], "151"))
                if one % 3:
                    self.keys(name, "12")
            case 3 | 4 if lines:
                self.tell(words.Key(lines[one % len(lines)], KEYS[other % len(KEYS)]))
            case 5 | 6 | 7:
                self.hear_out()
                for name in calls:
                    self.tell(words.Settled(self.channel_of(name)))
            case 8 | 9 | 10 | 11 if rings:
                channel = rings[one % len(rings)]
                del self.ringing[channel]
                self.lines.add(channel)
                self.tell(words.PickedUp(channel))
            case 12 | 13 if lines or rings:
                both = lines + rings
                self.hang_up(both[one % len(both)], CAUSES[other % len(CAUSES)])
            case 14 | 15 | 16:
                self.wish(agent, "ready")
            case 17:
                self.wish(agent, ("not_ready", "gone")[one % 2])
            case 18 | 19:
                code = ("informasi", "entah")[one % 5 == 0]
                self.wish(agent, "wrapped_up", code=code)
            case 20 | 21 | 22:
                self.wish(agent, ("transfer", "consult")[one % 2], to=TARGETS[one % len(TARGETS)])
            case 23 | 24:
                self.wish(agent, IN_CALL[one % len(IN_CALL)], keys="1")
            case 25:
                self.tell(words.Arranged(arrangements()[one % 3]))
            case 26:
                self.restart(engine_too=one % 3 == 0)
            case 27:
                late = f"{call}~{100 + other}"
                self.lines.add(late)
                self.tell(words.PickedUp(late))
                self.tell(words.Gone(f"x~{other}"))
                self.tell(words.MessageTaken(call, "" if one % 2 else "recording/x.wav"))
            case _:
                wake = self.exchange.next_wake()
                if one % 2 and wake is not None:
                    self.now = max(self.now, wake)
                    self.tell(words.Tick())
                else:
                    self.wait((0.5, 4, 16, 31, 125, 700)[other % 6])
        self.check()

    def keys(self, call: str, keys: str) -> None:
        for key in keys:
            self.tell(words.Key(call, key))
        self.hear_menu(call)

    def channel_of(self, call: str) -> str:
        found = self.exchange.calls.get(call)
        return found.channel if found else call

    def restart(self, *, engine_too: bool) -> None:
        """The program dies and begins anew from what was kept, or the engine does as well."""
        calls = KEPT_CALLS.dump_json(list(self.exchange.calls.values()))
        agents = KEPT_AGENTS.dump_json(list(self.exchange.agents.values()))
        if engine_too:
            for channel in [*self.lines, *self.ringing]:
                self.drop(channel)
            self.bridges.clear()
        self.playing.clear()
        # Music and silence can't be seen; asking for them again does no harm.
        self.music.clear()
        self.muted.clear()
        asked = self.exchange.asked
        self.exchange = new_exchange()
        self.exchange.asked = asked
        up = dict.fromkeys(self.lines, True) | dict.fromkeys(self.ringing, False)
        outputs = adopt(
            self.exchange,
            calls=KEPT_CALLS.validate_json(calls),
            agents=KEPT_AGENTS.validate_json(agents),
            found=Found(up, {key: frozenset(who) for key, who in self.bridges.items()}),
            now=self.now,
        )
        for output in outputs:
            self.do(output)

    # What has to hold

    def check(self) -> None:
        calls = self.exchange.calls
        ours = {channel for call in calls.values() for channel in _channels(call)}
        assert self.lines | self.ringing.keys() == ours, "no line without a call, none forgotten"
        agents = [leg.agent for call in calls.values() for leg in call.legs if not leg.outside]
        assert len(agents) == len(set(agents)), "nobody is in two calls"
        in_queue = {caller.call_id for caller in self.exchange.queue.callers}
        owed = {caller.call_id for caller in self.exchange.queue.called_back}
        assert in_queue | owed <= calls.keys()
        for call in calls.values():
            self.check_call(call, in_queue, owed)
        for agent in self.exchange.queue.agents:
            legs = [
                (c, leg) for c in calls.values() for leg in c.legs if leg.agent == agent.agent_id
            ]
            match agent.phase:
                case Phase.RINGING | Phase.TALKING:
                    assert [c.id for c, _leg in legs] == [agent.call_id]
                case _:
                    assert not legs, "nobody is free in a call"
        for bridge, members in self.bridges.items():
            owner = calls[bridge.partition("~")[0]]
            assert owner.channel not in members or owner.channel not in self.music
        self.check_notes()

    def check_call(self, call: Call, in_queue: set[str], owed: set[str]) -> None:
        waits = call.id in in_queue
        rung = any(leg.role != "offered" for leg in call.legs)
        match call.stage:
            case Stage.MENU:
                assert call.id in self.exchange.dialogues
                assert not waits
            case Stage.WAITING:
                assert waits != rung, "in the queue, or on the way to somebody"
            case Stage.DIALLING:
                assert call.id in owed
                assert call.line
            case Stage.TALKING:
                assert not waits
                assert any(call.talking()), "nobody talks to nobody"
            case Stage.VOICEMAIL:
                assert not waits
                assert not call.legs
        found = self.exchange.queue.caller(call.id)
        assert call.callback == (call.id in owed or (found is not None and found.callback))
        assert call.channel or call.callback, "who has no line is owed a call"

    def check_notes(self) -> None:
        self.notes, told = self.notes[-400:], Counter[tuple[str, str]]()
        for note in self.notes:
            told[note.call, note.name] += 1
        for (call, name), times in told.items():
            if name in ("call_began", "call_ended"):
                assert times == 1, f"{call} {name} {times}"
            if name == "call_ended":
                assert call not in self.exchange.calls

    def close(self) -> None:
        """Everybody hangs up and goes home: nothing is left."""
        for _round in range(4):
            for channel in sorted(self.lines | self.ringing.keys()):
                if channel in self.lines or channel in self.ringing:
                    self.hang_up(channel)
            for agent in AGENTS:
                self.wish(agent, "wrapped_up", code="informasi")
                self.wish(agent, "gone")
            self.wait(3000)
        waiting = [call for call in self.exchange.calls.values() if not call.callback]
        assert not waiting
        assert not self.lines
        assert not self.ringing
        assert not self.bridges
        assert all(seen.phase == Phase.FREE for seen in self.exchange.agents.values() if seen.phase)


def new_exchange() -> Exchange:
    return Exchange(Acd(ARRANGEMENT.queues), default_tree(), Rules(phone=PHONE), (), ARRANGEMENT)


def arrangements() -> list[Arrangement]:
    return [
        ARRANGEMENT,
        replace(ARRANGEMENT, queues=(Queue("umum"),), codes=frozenset()),
        replace(ARRANGEMENT, profiles={"1": ARRANGEMENT.profiles["3"]}, telephones={}),
    ]


def _channels(call: Call) -> Iterator[str]:
    if call.channel:
        yield call.channel
    for leg in call.legs:
        if not leg.away:
            yield leg.channel


@settings(max_examples=max(EVENTS // (LENGTH * 3 // 4), 1))
@given(histories)
def test_no_call_is_lost_and_no_line_forgotten(history: list[tuple[int, int, int]]) -> None:
    board = Board()
    for kind, one, other in history:
        board.happen(kind, one, other)
    board.now += timedelta(seconds=1)
    board.close()
