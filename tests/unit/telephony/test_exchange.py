"""Calls led through the exchange without an engine: what is heard, who is rung, who is connected.

The little switchboard below does what the engine would do with the commands, and refuses what the
engine would refuse, so that a test speaks of the outcome and not of commands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from hubung.telephony.acd import Acd, Queue
from hubung.telephony.calls import words
from hubung.telephony.calls.exchange import Exchange
from hubung.telephony.menu.default import default_tree

pytestmark = pytest.mark.once

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@dataclass
class Switchboard:
    """An engine made of sets."""

    exchange: Exchange = field(
        default_factory=lambda: Exchange(
            Acd([Queue("umum", announce_seconds=1000)]), default_tree()
        )
    )
    now: datetime = START
    lines: set[str] = field(default_factory=set)
    ringing: dict[str, str] = field(default_factory=dict)
    bridges: dict[str, set[str]] = field(default_factory=dict)
    music: set[str] = field(default_factory=set)
    ringback: set[str] = field(default_factory=set)
    muted: set[str] = field(default_factory=set)
    playing: dict[str, words.Play] = field(default_factory=dict)
    notes: list[words.Note] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def tell(self, what: words.Happening) -> None:
        for output in self.exchange.apply(what, self.now):
            self.do(output)

    def do(self, output: words.Output) -> None:
        match output:
            case words.Ring(channel=channel, endpoint=endpoint):
                self.ringing[channel] = endpoint
            case words.HangUp(channel=channel):
                assert channel in self.lines or channel in self.ringing
                self.drop(channel)
            case words.MakeBridge(bridge=bridge):
                assert bridge not in self.bridges
                self.bridges[bridge] = set()
            case words.DropBridge(bridge=bridge):
                del self.bridges[bridge]
            case words.Join(bridge=bridge, channel=channel):
                assert channel in self.lines
                assert channel not in self.music | self.ringback
                self.bridges[bridge].add(channel)
            case words.Part(bridge=bridge, channel=channel):
                self.bridges[bridge].remove(channel)
            case words.StartMusic(channel=channel):
                assert channel in self.lines
                self.music.add(channel)
            case words.StopMusic(channel=channel):
                self.music.remove(channel)
            case words.StartRingback(channel=channel):
                assert channel in self.lines
                self.ringback.add(channel)
            case words.StopRingback(channel=channel):
                self.ringback.discard(channel)
            case words.Mute(channel=channel):
                self.muted.add(channel)
            case words.Unmute(channel=channel):
                self.muted.remove(channel)
            case words.Play(playback=playback):
                self.playing[playback] = output
            case words.StopPlaying(playback=playback):
                self.playing.pop(playback, None)
            case words.Note():
                self.notes.append(output)
            case words.Refusal(code=code):
                self.refusals.append(code)
            case _:
                pass

    def drop(self, channel: str) -> None:
        self.lines.discard(channel)
        self.ringing.pop(channel, None)
        self.music.discard(channel)
        self.ringback.discard(channel)
        self.muted.discard(channel)
        for members in self.bridges.values():
            members.discard(channel)

    # What people do

    def call(self, name: str = "c1", keys: str = "12", caller: str = "+6281234567890") -> None:
        """Dial 151, choose Indonesian and sea at once, and come back recorded."""
        self.lines.add(name)
        self.tell(words.Arrived(name, caller, "151"))
        for key in keys:
            self.tell(words.Key(name, key))
        self.hear_menu(name)
        self.tell(words.Settled(name))
        self.hear_out()

    def hear_menu(self, call: str = "c1") -> None:
        """Hear every prompt of the menu to its end, and the silences after them."""
        while call in self.exchange.dialogues:
            self.hear_out()
            self.wait(1)

    def hear_out(self) -> None:
        """What is played now ends."""
        for playback in list(self.playing):
            self.playing.pop(playback, None)
            self.tell(words.Played(playback))

    def sign_in(self, *agents: str) -> None:
        for agent in agents:
            self.wish(agent, "ready", queues=["umum"], languages=["id", "en"])

    def wish(self, agent: str, kind: str, **details: object) -> None:
        self.tell(words.Wished(agent, kind, details))

    def rung(self) -> set[str]:
        return {endpoint.rpartition("-")[2] for endpoint in self.ringing.values()}

    def pick_up(self, agent: str) -> str:
        channel = next(c for c, e in self.ringing.items() if e.endswith(f"-{agent}"))
        del self.ringing[channel]
        self.lines.add(channel)
        self.tell(words.PickedUp(channel))
        return channel

    def hang_up(self, channel: str, cause: int = 16, sip: int | None = None) -> None:
        """As the engine tells it: out of the application first, without a reason, then gone."""
        self.drop(channel)
        self.tell(words.Left(channel))
        self.tell(words.Gone(channel, cause, sip))

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.tell(words.Tick())

    def together(self) -> set[str]:
        """Everybody who hears the caller of the one call, the caller among them."""
        (members,) = self.bridges.values() or [set()]
        return members

    def told(self, call: str = "c1") -> list[str]:
        return [note.name for note in self.notes if note.call == call]


@pytest.fixture
def board() -> Switchboard:
    return Switchboard()


def test_a_call_is_led_to_an_agent_and_ends_clean(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    assert board.rung() == {"17"}
    assert board.music == {"c1"}
    leg = board.pick_up("17")
    assert board.together() == {"c1", leg}
    assert not board.music
    board.hang_up(leg)
    assert not board.lines
    assert not board.bridges
    assert not board.exchange.calls
    assert board.told() == [
        "call_began",
        "call_answered",
        "caller_chose",
        "recording_began",
        "entered_queue",
        "offered",
        "talk_began",
        "talk_ended",
        "recording_ended",
        "call_ended",
    ]
    chosen = next(note for note in board.notes if note.name == "caller_chose")
    assert chosen.details == {"language": "id", "sector": "laut"}


def test_a_line_that_is_hung_up_hears_no_music_before(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    leg = board.pick_up("17")
    board.drop(leg)
    follows = board.exchange.apply(words.Gone(leg), board.now)
    orders = [one for one in follows if isinstance(one, words.Order)]
    assert orders == [words.DropBridge("c1~bridge"), words.HangUp("c1")]


def test_nobody_joins_while_the_recording_begins(board: Switchboard) -> None:
    board.sign_in("17")
    board.lines.add("c1")
    board.tell(words.Arrived("c1", "", "151"))
    for key in "12":
        board.tell(words.Key("c1", key))
    board.hear_menu()
    leg = board.pick_up("17")
    assert board.together() == {leg}
    board.tell(words.Settled("c1"))
    assert board.together() == {"c1", leg}


def test_a_silent_agent_is_passed_over(board: Switchboard) -> None:
    board.sign_in("17", "18")
    board.call()
    (first,) = board.rung()
    board.wait(15)
    (second,) = board.rung()
    assert {first, second} == {"17", "18"}
    assert board.exchange.agents[first].reason == "no_answer"


@pytest.mark.parametrize(("cause", "reason"), [(21, "refused"), (20, "unreachable")])
def test_a_line_that_declines_or_fails_is_passed_over(
    board: Switchboard, cause: int, reason: str
) -> None:
    board.sign_in("17", "18")
    board.call()
    (channel,) = board.ringing
    (first,) = board.rung()
    board.hang_up(channel, cause)
    (second,) = board.rung()
    assert first != second
    assert board.exchange.agents[first].reason == reason


def test_no_agent_rings_after_the_caller_has_hung_up(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    assert board.rung() == {"17"}
    board.hang_up("c1")
    assert not board.ringing
    assert board.exchange.agents["17"].phase == "free"
    assert board.told()[-1] == "call_ended"


def test_an_agent_who_picks_up_too_late_is_hung_up(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    (channel,) = board.ringing
    board.hang_up("c1")
    board.lines.add(channel)
    board.tell(words.PickedUp(channel))
    assert channel not in board.lines


def test_hold_mute_and_back(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    leg = board.pick_up("17")
    board.wish("17", "hold")
    assert board.together() == {leg}
    assert board.music == {"c1"}
    board.wish("17", "resume")
    assert board.together() == {"c1", leg}
    board.wish("17", "mute")
    assert board.muted == {leg}
    board.wish("17", "unmute")
    assert not board.muted
    board.wish("18", "hold")
    assert board.refusals == ["no_call"]


def test_a_consultation_ends_in_a_hand_over(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    first = board.pick_up("17")
    board.sign_in("18")
    board.wish("17", "consult", to="agent:18")
    assert board.music == {"c1"}
    assert "consulted" not in board.told()
    second = board.pick_up("18")
    assert board.told()[-1] == "consulted"
    assert board.together() == {first, second}
    board.wish("17", "complete")
    assert board.together() == {"c1", second}
    assert first not in board.lines
    assert not board.music
    assert board.exchange.agents["17"].phase == "wrap_up"
    assert board.exchange.agents["18"].phase == "talking"
    board.hang_up(second)
    assert board.exchange.agents["18"].phase == "wrap_up"
    assert not board.lines


def test_a_consultation_ends_in_a_conference(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    first = board.pick_up("17")
    board.sign_in("18")
    board.wish("17", "consult", to="agent:18")
    second = board.pick_up("18")
    board.wish("17", "conference")
    assert board.together() == {"c1", first, second}
    board.hang_up(first)
    assert board.together() == {"c1", second}
    board.hang_up("c1")
    assert not board.lines


def test_a_colleague_who_does_not_answer_gives_the_caller_back(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    first = board.pick_up("17")
    board.sign_in("18")
    board.wish("17", "consult", to="agent:18")
    board.wait(15)
    assert not board.ringing
    assert board.together() == {"c1", first}
    assert board.exchange.agents["18"].phase == "free"


def test_a_blind_transfer_to_a_silent_agent_comes_back_to_the_queue(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    board.pick_up("17")
    board.sign_in("18")
    board.wish("17", "transfer", to="agent:18")
    assert board.rung() == {"18"}
    assert board.music == {"c1"}
    board.wait(16)
    assert board.rung() == {"18"}, "the only one who is free is offered the call by the queue"
    leg = board.pick_up("18")
    assert board.together() == {"c1", leg}


def test_nobody_is_rung_for_two_calls(board: Switchboard) -> None:
    board.sign_in("17", "18")
    board.call("c1")
    board.pick_up(board.rung().pop())
    board.call("c2")
    board.pick_up(board.rung().pop())
    board.call("c3")
    assert not board.ringing
    board.wish("17", "consult", to="agent:18")
    assert board.refusals == ["agent_busy"]
    assert not board.ringing


def test_silence_in_the_menu_leads_to_a_person(board: Switchboard) -> None:
    board.sign_in("17")
    board.lines.add("c1")
    board.tell(words.Arrived("c1", "", "151"))
    board.hear_menu()
    assert board.rung() == {"17"}


def test_an_agent_whose_page_is_loaded_anew_is_rung_again_in_the_same_call() -> None:
    board = Switchboard()
    board.sign_in("17")
    board.call()
    board.wish("17", "rejoin")
    old = board.pick_up("17")
    assert not board.ringing
    assert board.together() == {"c1", old}

    board.wish("17", "hold")
    board.wish("17", "rejoin")
    assert old not in board.lines
    assert board.together() == set()
    new = board.pick_up("17")
    assert board.together() == {new}
    board.wish("17", "resume")
    assert board.together() == {"c1", new}
    assert board.refusals == []
    assert board.told().count("talk_began") == 1
    assert "talk_ended" not in board.told()
    board.hang_up(old)
    assert board.together() == {"c1", new}


def test_a_caller_whose_agent_vanishes_waits_before_all_others() -> None:
    board = Switchboard()
    board.sign_in("17")
    board.call()
    gone = board.pick_up("17")
    board.call("c2")
    board.wait(5)
    board.sign_in("18")
    assert board.rung() == {"18"}
    board.hang_up(next(iter(board.ringing)), 19)
    board.hang_up(gone, 44)
    assert "c1" in board.music
    assert [caller.call_id for caller in board.exchange.queue.callers] == ["c2"]
    board.wait(20)
    board.hear_out()
    assert "c1" in board.music
    assert [caller.call_id for caller in board.exchange.queue.callers] == ["c1", "c2"]
    board.sign_in("19")
    board.pick_up("19")
    assert "c1" in board.together()


def test_an_agent_who_does_not_come_back_is_not_waited_for() -> None:
    board = Switchboard()
    board.sign_in("17")
    board.call()
    board.pick_up("17")
    board.wish("17", "rejoin")
    board.wait(16)
    board.hear_out()
    assert "c1" in board.music
    assert not board.ringing
    assert board.told()[-2:] == ["talk_ended", "entered_queue"]
