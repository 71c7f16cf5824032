"""Callers who keep their place without a line, and are called back at their turn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hubung.telephony.calls import words
from hubung.telephony.calls.allowing import Verdict, verdict
from tests.support.switchboard import START, Switchboard
from tests.unit.telephony.office import answer, office, outside, sign_in

pytestmark = pytest.mark.once


@pytest.fixture
def board() -> Switchboard:
    return office()


def ask(board: Switchboard, call: str = "c1") -> None:
    """A waiting caller presses the key, hears that their place is kept, and is hung up for."""
    board.tell(words.Key(call, "5"))
    board.hear_out()
    assert call not in board.lines
    board.tell(words.Gone(call))


def test_a_caller_is_called_back_at_their_turn(board: Switchboard) -> None:
    board.call("c1")
    ask(board)
    board.wait(3)
    board.call("c2", caller="+6281300000002")
    assert [one.call_id for one in board.exchange.queue.callers] == ["c1", "c2"]
    assert not board.music - {"c2"}
    sign_in(board, "17")
    agent = board.pick_up("17")
    line = outside(board, "PJSIP/+6281234567890@trunk-first")
    assert (board.together(), board.ringback) == (set(), {agent})
    answer(board, line)
    board.tell(words.Settled(line))
    assert (board.together(), board.ringback) == ({agent, line}, set())
    assert board.told("c1")[-3:] == ["recording_began", "callback_reached", "talk_began"]
    board.hang_up(line)
    assert "c1" not in board.exchange.calls
    assert agent not in board.lines


def test_who_does_not_answer_is_tried_three_times_and_then_given_to_a_person(
    board: Switchboard,
) -> None:
    board.call()
    ask(board)
    sign_in(board, "17")
    for _attempt in range(3):
        agent = board.pick_up("17")
        # The first trunk does not know us, the second rings as long as our own limit.
        board.hang_up(outside(board, "PJSIP/+6281234567890@trunk-first"), 21, 403)
        assert outside(board, "PJSIP/+6281234567890@trunk-second")
        board.wait(30)
        assert agent not in board.lines
        assert not board.ringing
        assert board.exchange.agents["17"].phase == "free", "no wrap-up without a conversation"
        board.wait(300)
    assert not board.exchange.calls
    assert board.told()[-2:] == ["callback_given_up", "call_ended"]


def test_an_agent_who_gives_up_dialling_leaves_the_caller_in_their_place(
    board: Switchboard,
) -> None:
    board.call()
    ask(board)
    sign_in(board, "17")
    board.pick_up("17")
    board.wish("17", "hang_up")
    assert not board.lines
    assert not board.ringing
    (waits,) = board.exchange.queue.callers
    assert (waits.callback, waits.attempts) == (True, 1)
    assert board.exchange.calls["c1"].attempts == 1


def test_who_calls_again_has_the_place_that_was_kept(board: Switchboard) -> None:
    board.call("c1")
    ask(board)
    board.wait(60)
    board.call("c2")
    (waits,) = board.exchange.queue.callers
    assert (waits.call_id, waits.since) == ("c2", board.exchange.calls["c2"].joined_at)
    assert waits.since < START + timedelta(seconds=60)


def test_who_may_not_be_called_back_is_told_why(board: Switchboard) -> None:
    board.lines.add("c1")
    board.tell(words.Arrived("c1", "", "151"))
    board.hear_menu()
    board.tell(words.Settled("c1"))
    board.hear_out()
    board.tell(words.Key("c1", "5"))
    (said,) = board.playing.values()
    assert [prompt.key for prompt in said.prompts] == ["callback-anonymous"]
    assert board.exchange.queue.caller("c1") is not None


@pytest.mark.parametrize(
    ("number", "asked", "can", "found"),
    [
        ("+6281234567890", 2, True, Verdict.ALLOWED),
        ("+6281234567890", 3, True, Verdict.TOO_OFTEN),
        ("", 0, True, Verdict.ANONYMOUS),
        ("+442079460000", 0, False, Verdict.NOT_HERE),
    ],
)
def test_the_policy_of_calling_back(number: str, asked: int, can: bool, found: Verdict) -> None:
    moments = [START - timedelta(hours=1)] * asked + [START - timedelta(hours=25)] * 5
    assert verdict(number, moments, a_day=3, can_be_dialled=can, now=START) is found
