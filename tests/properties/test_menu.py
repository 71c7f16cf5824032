"""What holds for every menu, with every hole in it, and for every caller."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hubung.telephony.menu import tree as nodes
from hubung.telephony.menu.checks import examine, reachable
from hubung.telephony.menu.default import default_tree
from hubung.telephony.menu.interpreter import MOST_PLAYS, advance, start
from hubung.telephony.menu.tree import SectorCode, Tree
from hubung.telephony.menu.walking import (
    AskStatus,
    Digits,
    Enqueue,
    GoOn,
    HangUp,
    Heard,
    Listen,
    Play,
    Prompt,
    Silence,
    Step,
    Told,
    Voicemail,
    Walk,
)
from tests.properties.menus import keys, trees

#: The last tries at a question may come after the last prompt but one.
BOUND = (MOST_PLAYS + 7) * 20

pressed = st.one_of(keys, st.text("0123456789*#", max_size=6), st.just("26004711821"))
callers: st.SearchStrategy[list[Heard]] = st.lists(
    st.one_of(
        st.builds(Digits, pressed),
        st.just(Silence()),
        st.builds(Told, st.sampled_from([(), (Prompt("state", "id"),)])),
    ),
    max_size=60,
)
moments = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def walked(tree: Tree, at: datetime, heard: list[Heard]) -> tuple[Walk, list[Step]]:
    """The whole walk: after what is heard the caller is silent, as the driver of calls tells it."""
    coming = iter(heard)
    walk, step = start(tree, at=at)
    steps = [step]
    while not walk.ended:
        assert len(steps) <= BOUND + len(heard), "the walk does not end"
        asked = isinstance(steps[-1], AskStatus)
        walk, step = advance(walk, next(coming, Told() if asked else Silence()))
        if not isinstance(step, GoOn):
            steps.append(step)
    return walk, steps


@given(trees, moments, callers)
def test_every_walk_ends_with_a_person_a_message_or_a_farewell(
    tree: Tree, at: datetime, heard: list[Heard]
) -> None:
    walk, steps = walked(tree, at, heard)
    *before, last = steps
    assert isinstance(last, Enqueue | Voicemail | HangUp)
    assert all(isinstance(step, Play | Listen | AskStatus) for step in before)
    match tree.nodes[walk.node]:
        case nodes.Queue() as node:
            assert last == Enqueue(
                node.queue, walk.language, walk.sector, node.priority, walk.recorded
            )
        case nodes.Voicemail() as node:
            assert last == Voicemail(node.box, walk.language, walk.sector)
        case node:
            assert isinstance(node, nodes.HangUp)
            assert last == HangUp()
    # Nothing that is heard later brings an ended walk back.
    assert advance(walk, Digits("1")) == (walk, GoOn())


@given(trees, moments, callers)
def test_nobody_is_played_nothing_and_left_waiting_for_it(
    tree: Tree, at: datetime, heard: list[Heard]
) -> None:
    _, steps = walked(tree, at, heard)
    silences = [step for step in steps if isinstance(step, Play) and not step.prompts]
    asked = [node for node in tree.nodes.values() if not node.prompts]
    assert not silences or asked


@given(trees, moments, callers)
def test_who_waits_for_a_person_heard_the_notice_or_the_check_says_so(
    tree: Tree, at: datetime, heard: list[Heard]
) -> None:
    heard_at: set[str] = set()
    walk, step = start(tree, at=at)
    coming = iter(heard)
    while not walk.ended:
        heard_at.add(walk.node)
        asked = isinstance(step, AskStatus)
        walk, answer = advance(walk, next(coming, Told() if asked else Silence()))
        if not isinstance(answer, GoOn):
            step = answer
    noticed = any(isinstance(tree.nodes[name], nodes.Notice) for name in heard_at)
    if isinstance(step, Enqueue) and not noticed and walk.recorded:
        findings = examine(tree, prompts={("words", "id"), ("words", "en")})
        # A hole leads to a person too, and is an error itself.
        assert any(one.level == "error" for one in findings)


@given(trees, moments, callers)
def test_a_caller_only_comes_where_the_drawn_ways_lead(
    tree: Tree, at: datetime, heard: list[Heard]
) -> None:
    walk, _ = walked(tree, at, heard)
    assert walk.node in reachable(tree, [tree.start]) | {tree.person}


@given(
    st.booleans(),
    st.sampled_from([("1", "id"), ("2", "en")]),
    st.sampled_from([("1", "darat"), ("2", "laut"), ("3", "udara"), ("4", "kereta"), ("0", "")]),
    moments,
    st.integers(1, 3),
)
def test_keys_pressed_ahead_do_what_they_do_in_time(
    refuses: bool,
    language: tuple[str, str],
    sector: tuple[str, SectorCode],
    at: datetime,
    cut: int,
) -> None:
    line = ("*" if refuses else "") + language[0] + sector[0]
    for heard in ([line], [line[:cut], line[cut:]], [*line]):
        walk, steps = walked(default_tree(), at, [Digits(keys) for keys in heard])
        assert (walk.recorded, walk.language, walk.sector) == (
            not refuses,
            language[1],
            sector[1],
        )
        assert isinstance(steps[-1], Enqueue)


@given(trees, moments, callers)
def test_an_emergency_is_heard_first_and_to_its_end(
    tree: Tree, at: datetime, heard: list[Heard]
) -> None:
    news = (Prompt("emergency", "id"),)
    walk, step = start(tree, at=at, emergency=news)
    assert step == Play(news)
    for one in heard:
        if isinstance(one, Silence):
            break
        walk, step = advance(walk, one)
        assert step == GoOn()
