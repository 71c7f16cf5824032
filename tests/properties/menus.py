"""Menus with every hole in them, drawn at random."""

from __future__ import annotations

from datetime import time
from typing import get_args

from hypothesis import strategies as st

from hubung.telephony.menu import tree as nodes
from hubung.telephony.menu.tree import Key, Say, Tree

NAMES = [f"n{number}" for number in range(6)]

targets = st.sampled_from([*NAMES, "gone", ""])
keys = st.sampled_from(get_args(Key))
languages = st.sampled_from([None, "id", "en"])
titles = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20
).filter(str.strip)
says = st.builds(Say, key=st.sampled_from(["welcome", "words", "main"]), language=languages)
prompts = st.lists(says, max_size=3).map(tuple)
choices = st.builds(
    nodes.Choice,
    label=titles,
    next=targets,
    language=languages,
    sector=st.sampled_from([None, "laut", ""]),
)
hours = st.sampled_from([time(0), time(8), time(12, 30), time(16), time(23, 59)])
openings = (
    st.tuples(st.sets(st.integers(0, 6), min_size=1), hours, hours)
    .filter(lambda drawn: drawn[2] > drawn[1] or drawn[2] == time(0))
    .map(lambda drawn: nodes.Opening(days=tuple(drawn[0]), opens=drawn[1], closes=drawn[2]))
)
zones = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
common = {"title": titles, "prompts": prompts}
asking = {"tries": st.integers(1, 5), "otherwise": targets, "timeout_seconds": st.integers(2, 30)}
any_node = st.one_of(
    st.builds(nodes.Play, next=targets, skippable=st.booleans(), **common),
    st.builds(
        nodes.Notice,
        next=targets,
        refuse=keys,
        refused=prompts,
        timeout_seconds=st.integers(1, 10),
        **common,
    ),
    st.builds(
        nodes.Choose, choices=st.dictionaries(keys, choices, max_size=12), **common, **asking
    ),
    st.builds(nodes.CaseStatus, next=targets, **common, **asking),
    st.builds(
        nodes.Hours,
        openings=st.lists(openings, max_size=3).map(tuple),
        zone=zones,
        closed_on_holidays=st.booleans(),
        inside=targets,
        outside=targets,
        **common,
    ),
    st.builds(nodes.Jump, to=targets, **common),
    st.builds(nodes.Queue, queue=st.sampled_from(["umum", "bandara"]), **common),
    st.builds(nodes.Voicemail, box=st.sampled_from(["umum", "laut-1"]), **common),
    st.builds(nodes.HangUp, **common),
)
trees = st.builds(
    lambda drawn, priority: Tree(
        start="n0",
        person="person",
        nodes={
            **dict(zip(NAMES, drawn, strict=True)),
            "person": nodes.Queue(title="Petugas", queue="umum", priority=priority),
        },
    ),
    st.lists(any_node, min_size=len(NAMES), max_size=len(NAMES)),
    st.integers(0, 9),
)
