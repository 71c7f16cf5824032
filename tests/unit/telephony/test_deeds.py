"""What agents may do besides talking: hand over, pause, give a code."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hubung.telephony.calls import words
from tests.support.switchboard import Switchboard
from tests.unit.telephony.office import (
    ARRANGEMENT,
    EVERYTHING,
    OFFICIAL,
    TEAM_DESK,
    answer,
    in_talk,
    office,
    outside,
    sign_in,
)

pytestmark = pytest.mark.once


@pytest.fixture
def board() -> Switchboard:
    return office()


# Who is given what --------------------------------------------------------------------------------


def test_an_agent_is_who_the_directory_says(board: Switchboard) -> None:
    board.wish("99", "ready")
    assert board.refusals == ["no_agent"]
    board.wish("30", "ready")
    board.call()
    assert not board.ringing, "a team serves its own queue"
    richer = replace(ARRANGEMENT, profiles=ARRANGEMENT.profiles | {"30": EVERYTHING})
    board.tell(words.Arranged(richer))
    assert board.rung() == {"30"}


def test_callers_keep_their_place_when_queues_are_changed(board: Switchboard) -> None:
    board.call("c1")
    board.wait(5)
    board.call("c2", keys="11")
    fewer = replace(ARRANGEMENT, queues=ARRANGEMENT.queues[:1])
    board.tell(words.Arranged(fewer))
    assert [one.call_id for one in board.exchange.queue.callers] == ["c1", "c2"]
    assert {one.queue for one in board.exchange.queue.callers} == {"umum"}


# Hand over ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "to", ["081211112222", "telephone:+6281211112222", "telephone:99", "trunk-first", "agent:", ""]
)
@pytest.mark.parametrize("kind", ["transfer", "consult"])
def test_no_number_that_somebody_says_is_ever_dialled(
    board: Switchboard, kind: str, to: str
) -> None:
    in_talk(board)
    board.wish("17", kind, to=to)
    assert board.refusals in (["not_understood"], ["agent_busy"])
    assert not board.ringing


def test_an_official_is_asked_then_has_the_caller(board: Switchboard) -> None:
    first = in_talk(board)
    board.wish("17", "consult", to="telephone:7")
    line = outside(board, OFFICIAL)
    assert (board.music, board.ringback) == ({"c1"}, {first})
    answer(board, line)
    assert (board.together(), board.ringback) == ({first, line}, set())
    board.wish("17", "complete")
    assert board.together() == {"c1", line}
    assert board.exchange.agents["17"].phase == "wrap_up"
    transferred = next(note for note in board.notes if note.name == "transferred")
    assert transferred.details["to"] == "telephone:7"
    board.hang_up(line)
    assert not board.lines
    assert {"telephone_rung", "telephone_joined", "telephone_left"} <= set(board.told())
    assert board.told()[-1] == "call_ended"


def test_another_trunk_is_tried_and_who_is_silent_gives_the_caller_back(
    board: Switchboard,
) -> None:
    in_talk(board)
    board.wish("17", "transfer", to="telephone:7")
    board.hang_up(outside(board, OFFICIAL), 38)
    second = outside(board, OFFICIAL.replace("first", "second"))
    assert board.music == {"c1"}
    board.hang_up(second, 17)
    assert [one.call_id for one in board.exchange.queue.callers] == ["c1"]
    sign_in(board, "18")
    board.hear_out()
    leg = board.pick_up("18")
    assert board.together() == {"c1", leg}


@pytest.mark.parametrize(
    ("cause", "sip", "next_is_tried", "why"),
    [
        (21, 403, True, "unreachable"),  # the trunk does not know us
        (18, 408, True, "unreachable"),  # the trunk is silent
        (21, 603, False, "declined"),
        (17, 486, False, "declined"),
        (19, None, False, "silent"),
    ],
)
def test_the_record_tells_a_trunk_that_failed_from_an_official_who_declined(
    board: Switchboard, cause: int, sip: int | None, next_is_tried: bool, why: str
) -> None:
    in_talk(board)
    board.wish("17", "consult", to="telephone:7")
    board.hang_up(outside(board, OFFICIAL), cause, sip)
    assert bool(board.ringing) is next_is_tried
    (left,) = (note for note in board.notes if note.name == "telephone_left")
    assert left.details["why"] == why


def test_a_team_is_its_queue_while_somebody_is_there_else_its_telephone(
    board: Switchboard,
) -> None:
    in_talk(board)
    board.wish("17", "consult", to="team:4")
    assert outside(board, TEAM_DESK)
    board.wish("17", "cancel")
    assert not board.ringing
    assert not board.ringback
    sign_in(board, "30")
    board.wish("17", "consult", to="team:4")
    assert board.rung() == {"30"}
    board.wish("17", "cancel")
    board.wish("17", "transfer", to="team:4")
    assert board.exchange.calls["c1"].queue == "tim"
    assert board.rung() == {"30"}


def test_a_queue_is_asked_for_whoever_is_free(board: Switchboard) -> None:
    in_talk(board)
    board.wish("17", "consult", to="queue:umum")
    assert board.refusals == ["nobody_there"]
    board.refusals.clear()
    sign_in(board, "18")
    board.wish("17", "consult", to="queue:umum")
    assert board.rung() == {"18"}


def test_who_hangs_up_while_the_other_rings_hands_over(board: Switchboard) -> None:
    first = in_talk(board)
    sign_in(board, "18")
    board.wish("17", "consult", to="agent:18")
    board.hang_up(first)
    assert board.music == {"c1"}
    second = board.pick_up("18")
    assert board.together() == {"c1", second}


def test_keys_sound_to_whom_the_agent_talks_with(board: Switchboard) -> None:
    in_talk(board)
    outputs = board.exchange.apply(words.Wished("17", "keys", {"keys": "12#"}), board.now)
    assert words.SendKeys("c1", "12#") in outputs
    board.wish("17", "keys", keys="12A")
    assert board.refusals == ["not_understood"]


# Recording ----------------------------------------------------------------------------------------


def test_a_pause_ends_by_itself_and_with_the_agents_part(board: Switchboard) -> None:
    in_talk(board)
    paused = board.exchange.apply(words.Wished("17", "pause_recording", {}), board.now)
    assert words.SilenceRecording("c1") in paused
    board.wait(100)
    board.wish("17", "pause_recording")
    board.wait(100)
    assert board.exchange.calls["c1"].paused_until is not None
    board.now += timedelta(seconds=21)
    outputs = board.exchange.apply(words.Tick(), board.now)
    assert words.HearRecording("c1") in outputs
    board.wish("17", "pause_recording")
    board.wish("17", "transfer", to="queue:umum")
    assert board.exchange.calls["c1"].paused_until is None


# Wrap-up ------------------------------------------------------------------------------------------


def test_no_call_comes_before_the_code_of_the_last(board: Switchboard) -> None:
    board.exchange.arrangement = replace(ARRANGEMENT, codes=frozenset({"informasi"}))
    leg = in_talk(board)
    board.hang_up(leg)
    board.wait(31)
    assert (board.exchange.agents["17"].phase, board.exchange.agents["17"].reason) == (
        "free",
        "code",
    )
    board.call("c2")
    assert not board.ringing
    board.wish("17", "ready")
    board.wish("17", "wrapped_up", code="entah")
    assert board.refusals == ["code_needed", "code_needed"]
    board.wish("17", "wrapped_up", code="informasi")
    assert board.rung() == {"17"}
    (given,) = [note for note in board.notes if note.name == "wrapped_up"]
    assert (given.call, given.details["code"]) == ("c1", "informasi")


# A line that broke --------------------------------------------------------------------------------


def test_who_vanished_gets_the_caller_back_when_they_are_ready_again(board: Switchboard) -> None:
    leg = in_talk(board)
    sign_in(board, "18")
    board.hang_up(leg, 44)
    assert board.music == {"c1"}
    assert not board.ringing
    board.wish("17", "ready")
    again = board.pick_up("17")
    assert board.together() == {"c1", again}
    assert board.told().count("talk_began") == 1


# The call back ------------------------------------------------------------------------------------
