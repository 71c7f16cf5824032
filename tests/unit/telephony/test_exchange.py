"""Calls led through the exchange without an engine: what is heard, who is rung, who talks."""

from __future__ import annotations

import pytest

from hubung.telephony.calls import words
from tests.support.switchboard import Switchboard

pytestmark = pytest.mark.once


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
