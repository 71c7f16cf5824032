"""The transition table holds together, and every word of the registry is translated."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from hubung.cases import lifecycle
from hubung.cases.choices import ENDED, OPEN, Status
from hubung.cases.errors import NotPossibleError
from hubung.cases.lifecycle import Action
from hubung.cases.reference import lifecycle_page

ROOT = Path(__file__).parents[3]
CATALOGUE = Path(lifecycle.__file__).parent / "locale/id/LC_MESSAGES/django.po"


def test_every_action_is_in_the_table() -> None:
    assert set(lifecycle.TRANSITIONS) == set(Action)


def test_every_open_status_leads_to_an_answer() -> None:
    for status in OPEN:
        assert lifecycle.after(Action.ANSWER, status) == Status.ANSWERED


@pytest.mark.parametrize("status", [Status.ANSWERED, *ENDED])
def test_no_end_is_final_for_the_reporter(status: Status) -> None:
    """However a case ended, a word from the reporter can bring it back."""
    assert lifecycle.after(Action.ADD, status) == Status.REOPENED
    assert lifecycle.after(Action.OBJECT, status) == Status.REOPENED


def test_every_status_can_be_reached_from_new() -> None:
    reached, frontier = {Status.NEW}, {Status.NEW}
    while frontier:
        frontier = {
            then
            for moves in lifecycle.TRANSITIONS.values()
            for before, then in moves.items()
            if before in frontier
        } - reached
        reached |= frontier
    assert reached == set(Status)


def test_an_impossible_step_says_what_is_the_matter() -> None:
    with pytest.raises(NotPossibleError) as refused:
        lifecycle.after(Action.CLOSE, Status.NEW)
    assert (refused.value.action, refused.value.status) == (Action.CLOSE, Status.NEW)


def test_the_diagram_draws_every_change_of_status() -> None:
    drawn = lifecycle.diagram()
    for action, moves in lifecycle.TRANSITIONS.items():
        for before, then in moves.items():
            if before != then:
                line = next(
                    line
                    for line in drawn.splitlines()
                    if f"{before.value} --> {then.value}" in line
                )
                assert action.value in line


def test_the_reference_page_is_made_from_the_table() -> None:
    written = (ROOT / "docs/reference/lifecycle.md").read_text()
    assert written == lifecycle_page(), "run: hubung cases lifecycle > docs/reference/lifecycle.md"


def test_the_catalogue_is_complete() -> None:
    catalogue = read_po(CATALOGUE.open("rb"), locale="id")
    assert [message.id for message in catalogue if message.id and not message.string] == []
    assert not any(message.fuzzy for message in catalogue if message.id)
