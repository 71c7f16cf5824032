"""A program that starts anew takes up what the engine has: who talks, who waits, what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import TypeAdapter

from hubung.telephony.acd import Acd, Queue
from hubung.telephony.calls import words
from hubung.telephony.calls.adoption import Found, adopt
from hubung.telephony.calls.exchange import Exchange
from hubung.telephony.calls.state import AgentSeen, Call
from hubung.telephony.calls.words import Output
from hubung.telephony.menu.default import default_tree
from tests.support.switchboard import Switchboard

pytestmark = pytest.mark.once


def _killed(board: Switchboard, *, without: frozenset[str] = frozenset()) -> list[Output]:
    """The program dies and another takes over; lines `without` have gone meanwhile."""
    calls = TypeAdapter(dict[str, Call])
    agents = TypeAdapter(dict[str, AgentSeen])
    kept_calls = calls.validate_json(calls.dump_json(board.exchange.calls))
    kept_agents = agents.validate_json(agents.dump_json(board.exchange.agents))
    for line in without:
        board.drop(line)
    up = dict.fromkeys(board.lines, True) | dict.fromkeys(board.ringing, False)
    bridges = {name: frozenset(members) for name, members in board.bridges.items()}
    board.exchange = Exchange(Acd([Queue("umum", announce_seconds=1000)]), default_tree())
    board.playing.clear()
    board.music.clear()
    outputs = adopt(
        board.exchange,
        calls=kept_calls.values(),
        agents=kept_agents.values(),
        found=Found(up, bridges),
        now=board.now,
    )
    for output in outputs:
        board.do(output)
    return outputs


@pytest.fixture
def board() -> Switchboard:
    return Switchboard()


def test_a_conversation_is_not_touched(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    leg = board.pick_up("17")
    outputs = _killed(board)
    assert all(isinstance(output, words.Note) for output in outputs)
    assert board.together() == {"c1", leg}
    assert board.exchange.agents["17"].phase == "talking"
    board.hang_up(leg)
    assert board.told()[-1] == "call_ended"
    assert not board.lines


def test_who_waits_keeps_their_place_before_later_callers(board: Switchboard) -> None:
    board.call("c1")
    board.wait(10)
    board.call("c2")
    _killed(board)
    board.hear_out()
    assert board.music == {"c1", "c2"}
    board.sign_in("17")
    leg = board.pick_up("17")
    assert board.together() == {"c1", leg}


def test_a_line_that_only_rang_is_offered_anew(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    (before,) = board.ringing
    _killed(board)
    (after,) = board.ringing
    assert before != after
    assert board.rung() == {"17"}


def test_a_caller_who_left_meanwhile_leaves_nothing_behind(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    board.pick_up("17")
    _killed(board, without=frozenset({"c1"}))
    assert not board.lines
    assert not board.bridges
    assert not board.exchange.calls
    assert board.notes[-1].name == "call_ended"
    assert board.notes[-1].details == {"cause": "lost"}
    assert board.exchange.agents["17"].phase != "talking"


def test_an_agent_who_left_meanwhile_gives_the_caller_to_the_queue(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    leg = board.pick_up("17")
    board.sign_in("18")
    _killed(board, without=frozenset({leg}))
    assert board.rung() == {"18"}, "the first one has not finished their notes"


def test_held_and_muted_stay_so(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    leg = board.pick_up("17")
    board.wish("17", "hold")
    _killed(board)
    assert board.music == {"c1"}
    board.wish("17", "resume")
    assert board.together() == {"c1", leg}


def test_an_agent_does_not_hear_on_what_rings_no_more(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    leg = board.pick_up("17")
    board.sign_in("18")
    board.wish("17", "consult", to="agent:18")
    assert board.ringback == {leg}
    _killed(board)
    assert not board.ringing
    assert not board.ringback


def test_an_agent_at_rest_stays_at_rest(board: Switchboard) -> None:
    board.sign_in("17")
    board.wish("17", "not_ready", reason="lunch")
    _killed(board)
    board.call()
    assert not board.ringing
    assert board.exchange.agents["17"].reason == "lunch"


def test_who_was_in_the_menu_hears_it_from_its_start(board: Switchboard) -> None:
    board.lines.add("c1")
    board.tell(words.Arrived("c1", "", "151"))
    _killed(board)
    assert [play.channel for play in board.playing.values()] == ["c1"]
    board.now += timedelta(seconds=1)
    board.tell(words.Key("c1", "1"))
    assert "c1" in board.exchange.dialogues


def test_lines_and_bridges_of_nobody_are_cleared(board: Switchboard) -> None:
    board.lines |= {"old~3"}
    board.bridges["old~bridge"] = {"old~3"}
    _killed(board)
    assert not board.lines
    assert not board.bridges


def test_what_is_kept_reads_as_it_was(board: Switchboard) -> None:
    board.sign_in("17")
    board.call()
    board.pick_up("17")
    (call,) = board.exchange.calls.values()
    adapter = TypeAdapter(Call)
    assert adapter.validate_json(adapter.dump_json(call)) == call
    assert adapter.validate_json(adapter.dump_json(replace(call, held=True))) != call
