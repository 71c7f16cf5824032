"""An office with two lines to the world, a team and two officials, for calls that leave it."""

from __future__ import annotations

from hubung.telephony.acd import Acd, Profile, Queue
from hubung.telephony.calls import words
from hubung.telephony.calls.arrangement import Arrangement, Team
from hubung.telephony.calls.exchange import Exchange
from hubung.telephony.calls.rules import Rules
from hubung.telephony.menu.default import default_tree
from hubung.telephony.settings import Phone, Trunk
from tests.support.switchboard import Switchboard

PHONE = Phone(
    trunks=(
        Trunk(name="first", host="192.0.2.1", order=1),
        Trunk(name="second", host="192.0.2.2", order=2),
    )
)
EVERYTHING = Profile(frozenset({"umum", "laut"}), frozenset({"id", "en"}))
ARRANGEMENT = Arrangement(
    queues=(
        Queue("umum", announce_seconds=1000),
        Queue("laut", announce_seconds=1000, overflow_seconds=0, overflow_to=("umum",)),
        Queue("tim", announce_seconds=1000),
    ),
    profiles={
        "17": EVERYTHING,
        "18": EVERYTHING,
        "30": Profile(frozenset({"tim"}), frozenset({"id", "en"})),
    },
    telephones={"7": "+62213811308", "8": "+62213811309"},
    teams={"4": Team("tim", ("8",)), "5": Team("", ("8",))},
)
OFFICIAL = "PJSIP/+62213811308@trunk-first"
TEAM_DESK = "PJSIP/+62213811309@trunk-first"


def office() -> Switchboard:
    exchange = Exchange(
        Acd(ARRANGEMENT.queues), default_tree(), Rules(phone=PHONE), (), ARRANGEMENT
    )
    return Switchboard(exchange)


def sign_in(board: Switchboard, *agents: str) -> None:
    for agent in agents:
        board.wish(agent, "ready")
    assert board.refusals == []


def in_talk(board: Switchboard) -> str:
    """Agent 17 talks with c1; the id of their line."""
    sign_in(board, "17")
    board.call()
    return board.pick_up("17")


def outside(board: Switchboard, endpoint: str) -> str:
    """The line on which this telephone rings."""
    return next(channel for channel, rung in board.ringing.items() if rung == endpoint)


def answer(board: Switchboard, channel: str) -> None:
    del board.ringing[channel]
    board.lines.add(channel)
    board.tell(words.PickedUp(channel))
