"""What holds for every menu that is drawn, edited, kept in a file, and changed step by step."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from hubung.desk.ivr.forms.step import StepForm
from hubung.desk.ivr.steps import draw
from hubung.desk.ivr.strip import MOST_LANES, Row, lay
from hubung.telephony.menu import editing
from hubung.telephony.menu.checks import examine, reachable
from hubung.telephony.menu.default import default_tree
from hubung.telephony.menu.files import read_tree, write_tree
from hubung.telephony.menu.tree import Opening, Say, Tree, ways
from tests.properties.menus import NAMES, trees

EVERY = [*NAMES, "person"]


class Sent(HTMLParser):
    """What a browser sends of a form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields = QueryDict(mutable=True)
        self._name = self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has: dict[str, Any] = dict(attrs)
        name, value = has.get("name", ""), has.get("value") or ""
        if tag == "select":
            self._name = name
        elif tag == "option" and "selected" in has:
            self.fields.appendlist(self._name, value)
        elif tag == "textarea":
            self._area = name
        elif tag == "input" and has.get("type") == "checkbox":
            if "checked" in has:
                self.fields.appendlist(name, value or "on")
        elif tag == "input":
            self.fields.appendlist(name, value)

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] = data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


def form(tree: Tree, name: str, data: QueryDict | None = None) -> StepForm:
    known = [("welcome", "Selamat datang"), ("main", "Menu utama")]
    return StepForm(data, tree=tree, name=name, prompts=known, queues={"umum": "Umum"})


@settings(max_examples=15)
@given(trees, st.sampled_from(EVERY))
def test_a_step_that_is_opened_and_kept_untouched_comes_back_equal(tree: Tree, name: str) -> None:
    shown = form(tree, name)
    page = "".join(str(shown[field]) for field in shown.fields)
    kept = form(tree, name, Sent(page).fields)
    assert kept.is_valid(), kept.errors
    assert kept.saved() == tree
    # Every field stands in one of the groups that the page shows.
    grouped = [field for group in shown.groups for field in group.fields]
    grouped += [field for group in shown.groups for row in group.rows for field in row]
    assert {field.name for field in grouped} | {"title"} == set(shown.fields)


@given(trees)
def test_a_menu_in_a_file_comes_back_equal(tree: Tree) -> None:
    assert read_tree(write_tree(tree)) == tree


def stations(rows: tuple[Row, ...], at: int) -> Iterator[str]:
    """Names of the stations to which the lanes lead that a row begins or joins."""
    for lane in {*rows[at].begins, *rows[at].joins}:
        for below in rows[at + 1 :]:
            if below.comes_in and below.lane == lane:
                yield below.name
                break
            # It is not broken off on the way, and no station stands on it.
            assert lane in below.through
            assert below.lane != lane
        else:
            raise AssertionError(f"a lane from {rows[at].name} leads nowhere")


@given(trees)
def test_every_way_downwards_is_drawn_and_nothing_else(tree: Tree) -> None:
    rows = lay(tree).rows
    order = [row.name for row in rows]
    assert sorted(order) == sorted(tree.nodes)
    assert [row.name for row in rows if row.reached] == order[: len(reachable(tree, [tree.start]))]
    assert order[0] == tree.start
    for at, row in enumerate(rows):
        below = {way.to for way in ways(tree, row.name)} & set(order[at + 1 :])
        drawn = set(stations(rows, at))
        assert drawn == below
        assert row.lane not in row.through
        assert set(row.joins) <= set(row.through)
        assert not set(row.begins) & set(row.through)
        assert all(lane < MOST_LANES for lane in (*row.begins, *row.through))
    assert lay(tree) == lay(tree)


def test_the_menu_of_a_new_installation_branches_by_sector() -> None:
    strip = lay(default_tree())
    trunk = ["salam", "rekaman", "bahasa", "utama"]
    sectors = ["darat", "laut", "udara", "kereta"]
    assert [row.name for row in strip.rows] == [
        *trunk,
        *sectors,
        *("status", "sesudah", "selesai", "petugas"),
    ]
    lanes = {row.name: row.lane for row in strip.rows}
    assert [lanes[name] for name in trunk] == [0, 0, 0, 0]
    assert len({lanes[name] for name in sectors}) == 4
    assert strip.lanes == 6


@settings(max_examples=25)
@given(trees)
def test_the_page_says_every_way_and_every_finding(tree: Tree) -> None:
    findings = examine(tree, prompts={("welcome", "id")}, queues={"umum"})
    drawing = draw(tree, findings, {}, "id")
    steps = [*drawing.steps, *drawing.unreached]
    for step in steps:
        told = [way.name for way in step.leads]
        assert sorted(told) == sorted(way.to for way in ways(tree, step.row.name))
        where = {way.name: way.where for way in step.leads}
        assert all((name in tree.nodes) == (where[name] != "nowhere") for name in where)
    told = [one for step in steps for one in step.findings]
    assert sorted(map(str, [*told, *drawing.about_all])) == sorted(map(str, findings))


@given(trees, st.sampled_from(EVERY), st.sampled_from(editing.KINDS))
def test_steps_come_and_go_without_a_trace(tree: Tree, name: str, kind: editing.Kind) -> None:
    added, new = editing.add(tree, editing.node(kind, "Langkah baru", queue="umum"))
    assert set(added.nodes) - set(tree.nodes) == {new}
    assert editing.remove(added, new) == tree
    with_hours, clock = editing.with_hours(
        tree,
        before=name,
        title="Jam kerja",
        closed="Tutup",
        words="closed",
        box="umum",
        opening=Opening.model_validate({"days": (0,), "opens": "08:00", "closes": "16:00"}),
    )
    led = [one for one in tree.nodes if any(way.to == name for way in _own_ways(tree, one))]
    for one in led:
        assert any(way.to == clock for way in ways(with_hours, one))
        assert not any(way.to == name for way in _own_ways(with_hours, one))
    if name not in (tree.start, tree.person):
        left = editing.remove(tree, name)
        assert not any(way.to == name for one in left.nodes for way in ways(left, one))


def _own_ways(tree: Tree, name: str) -> list[Any]:
    """Without those that every question has to the tree's person."""
    person = {"person"} if tree.person == "person" else set()
    return [way for way in ways(tree, name) if way.to not in person]


def test_new_steps_are_made_where_the_form_asks_for_them() -> None:
    tree = default_tree()
    shown = form(tree, "utama")
    page = "".join(str(shown[field]) for field in shown.fields)
    sent = Sent(page).fields
    sent.update({"choices-5-key": "6", "choices-5-label": "Café", "choices-5-next": "+play"})
    kept = form(tree, "utama", sent)
    assert kept.is_valid(), kept.errors
    saved = kept.saved(added=(Say(key="baru"),))
    assert saved.nodes["cafe"].title == "Café"
    assert [way.to for way in ways(saved, "utama") if way.key == "6"] == ["cafe"]
    assert saved.nodes["utama"].prompts[-1] == Say(key="baru")
