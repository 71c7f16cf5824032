"""What the bar of the telephone knows of a call, folded from what was told of it."""

from __future__ import annotations

import pytest

from hubung.desk.phone.state import Talk, Telephone, talk_of
from hubung.directory.models import Person
from hubung.telephony.models import CallFact, Phase

pytestmark = pytest.mark.once

LARAS, BAYU = 1, 2


def told(*facts: str) -> Talk:
    """`"kind person"`, oldest first; without a person it is about the call."""
    return talk_of(
        CallFact(kind=kind, details={"person": person} if person else {})
        for kind, _, person in (fact.partition(" ") for fact in facts)
    )


TALKING = ("offered 1", "talk_began 1")
ASKING = (*TALKING, "held", "offered 2")


@pytest.mark.parametrize(
    ("facts", "talk"),
    [
        ((), Talk()),
        (("offered 1",), Talk(asked=frozenset({1}), rung=frozenset({1}))),
        (("offered 1", "offer_ended 1"), Talk()),
        (TALKING, Talk(frozenset({1}))),
        ((*TALKING, "held"), Talk(frozenset({1}), held=True)),
        ((*TALKING, "held", "resumed"), Talk(frozenset({1}))),
        ((*TALKING, "recording_paused 1"), Talk(frozenset({1}), paused=True)),
        ((*TALKING, "recording_paused 1", "recording_resumed"), Talk(frozenset({1}))),
        (ASKING, Talk(frozenset({1}), frozenset({2}), frozenset({2}), held=True)),
        ((*ASKING, "consulted 2"), Talk(frozenset({1}), frozenset({2}), held=True)),
        ((*ASKING, "offer_ended 2"), Talk(frozenset({1}))),
        ((*ASKING, "consulted 2", "talk_began 2"), Talk(frozenset({1, 2}))),
        ((*TALKING, "telephone_rung"), Talk(frozenset({1}), held=True, asks_outside=True)),
        ((*TALKING, "telephone_rung", "telephone_joined"), Talk(frozenset({1}))),
        (
            (*TALKING, "transferred 1", "talk_ended 1", "offered 2"),
            Talk(asked=frozenset({2}), rung=frozenset({2}), transferred=True),
        ),
    ],
)
def test_who_is_in_a_call_follows_from_what_was_told(facts: tuple[str, ...], talk: Talk) -> None:
    assert told(*facts) == talk


def test_who_asks_and_who_is_asked_see_it_from_their_side() -> None:
    laras, bayu = Person(pk=LARAS, name="Laras"), Person(pk=BAYU, name="Bayu")
    rung, private, alone = told(*ASKING), told(*ASKING, "consulted 2"), told(*TALKING)
    assert Telephone(laras, phase=Phase.TALKING, talk=rung, asked=bayu).asks
    assert not Telephone(laras, phase=Phase.TALKING, talk=rung, asked=bayu).is_asked
    assert Telephone(bayu, phase=Phase.RINGING, talk=rung).is_asked
    assert Telephone(bayu, phase=Phase.TALKING, talk=private).is_asked
    assert not Telephone(laras, phase=Phase.TALKING, talk=alone).asks
    # Whom the queue rings is asked by nobody.
    assert not Telephone(laras, phase=Phase.RINGING, talk=told("offered 1")).is_asked
