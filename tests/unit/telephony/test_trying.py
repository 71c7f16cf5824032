"""An operator who only says that they try is passed over, and nobody whose telephone rings is."""

from __future__ import annotations

import pytest

from tests.support.switchboard import Switchboard
from tests.unit.telephony.office import OFFICIAL, in_talk, office, outside, sign_in
from tests.unit.telephony.test_callbacks import ask

pytestmark = pytest.mark.once

SECOND = OFFICIAL.replace("first", "second")


@pytest.fixture
def board() -> Switchboard:
    return office()


def test_an_official_is_reached_through_the_next_line_when_the_first_only_tries(
    board: Switchboard,
) -> None:
    in_talk(board)
    board.wish("17", "consult", to="telephone:7")
    first = outside(board, OFFICIAL)
    board.dead.add(first)
    board.wait(11)
    assert first in board.ringing
    board.wait(1)
    assert list(board.ringing.values()) == [SECOND]
    (left,) = (note for note in board.notes if note.name == "telephone_left")
    assert left.details["why"] == "unreachable"
    # There is no third way: the last is given all the time that anybody has.
    board.dead.add(outside(board, SECOND))
    board.wait(29)
    assert list(board.ringing.values()) == [SECOND]
    board.wait(1)
    assert not board.ringing


def test_a_telephone_that_rings_is_rung_on(board: Switchboard) -> None:
    in_talk(board)
    board.wish("17", "transfer", to="telephone:7")
    board.wait(29)
    assert list(board.ringing.values()) == [OFFICIAL]
    board.wait(1)
    assert [one.call_id for one in board.exchange.queue.callers] == ["c1"]


def test_who_is_called_back_is_rung_through_the_next_line_too(board: Switchboard) -> None:
    board.call()
    ask(board)
    sign_in(board, "17")
    board.pick_up("17")
    board.dead.add(outside(board, "PJSIP/+6281234567890@trunk-first"))
    board.wait(12)
    assert list(board.ringing.values()) == ["PJSIP/+6281234567890@trunk-second"]
    assert board.exchange.calls["c1"].attempts == 0, "it is one attempt still"
