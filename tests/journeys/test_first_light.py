"""First light: two reports come in by web and by mail, climb as far as they must, and are answered.

The whole program runs as in a ministry; nothing is made for the people in this story but what they
do themselves, in browsers of their own and with letters over real SMTP.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.journeys.first_light.reporters import (
    cannot_object_again,
    is_content,
    objects,
    reads_an_answer_with_the_code_from_a_mail,
    reads_the_answer,
    report_by_mail,
    report_on_a_phone,
)
from tests.journeys.first_light.staff import (
    answers_the_first,
    decides,
    hands_over_the_second,
    looks_again,
    rises_by_itself,
    sees_both_arrive,
    works_on_it,
)
from tests.journeys.first_light.stage import Axe, Receipt, Stage
from tests.support.browser import DESKTOP, PHONE
from tests.support.program import Program
from tests.support.story import Post, execute, furnish, positions_in


@pytest.fixture
def stage(
    program: Program,
    new_context: Callable[..., BrowserContext],
    axe: Axe,
    viewport: dict[str, int],
    tmp_path: Path,
) -> Iterator[Stage]:
    cast = furnish(program)
    with Post() as post:
        program.settings |= post.settings
        program.start()
        yield Stage(program, post, cast, new_context, axe, viewport["width"], tmp_path)


@pytest.mark.parametrize(
    "viewport",
    [
        # What a window's size changes no database does, so each is seen once.
        pytest.param(PHONE, id="360px", marks=pytest.mark.only("postgresql")),
        pytest.param(DESKTOP, id="1440px", marks=pytest.mark.only("sqlite")),
    ],
    indirect=True,
)
def test_first_light(stage: Stage) -> None:
    agent = stage.signed_in(stage.cast.agent, "/desk/?tampilan=antrean")
    expect(agent.locator(f"[data-number='{stage.cast.yesterday}']")).to_be_visible()
    agent.evaluate("window.sinceMorning = true")

    citizen = stage.visitor()
    ferry = report_on_a_phone(stage, citizen)
    tickets = report_by_mail(stage)
    sees_both_arrive(stage, agent, ferry, tickets)
    answers_the_first(stage, agent, tickets)
    hands_over_the_second(stage, agent, ferry)

    handler = stage.signed_in(stage.cast.handler, "/desk/?tampilan=antrean")
    works_on_it(stage, handler, ferry)
    rises_by_itself(stage, handler, ferry)

    official = stage.signed_in(stage.cast.official, "/desk/pejabat/", viewport=PHONE)
    decides(stage, official, ferry)
    late = reads_the_answer(stage, citizen, ferry)
    objects(stage, citizen, ferry)
    looks_again(stage, official, ferry)
    cannot_object_again(stage, citizen, late)
    is_content(stage, citizen, ferry)
    reads_an_answer_with_the_code_from_a_mail(stage, tickets)

    stands_on_the_timeline(stage, ferry, tickets)


def stands_on_the_timeline(stage: Stage, ferry: Receipt, tickets: Receipt) -> None:
    assert kinds(stage, tickets) == ["received", "taken", "linked", "answered"]
    assert kinds(stage, ferry) == [
        *("received", "taken", "moved", "taken", "note", "asked", "message_in"),
        *("reminded", "reminded", "moved", "answered", "objected", "answered"),
        *("rated", "closed"),
    ]
    verified = stage.program.run("cases", "verify")
    assert verified.stdout.strip().endswith("3 timelines checked, 0 broken.")
    for change in ("UPDATE cases_entry SET text = ''", "DELETE FROM cases_entry"):
        with pytest.raises((sqlite3.DatabaseError, psycopg.DatabaseError), match="append-only"):
            execute(stage.program, change)
    pictures = stage.program.rows(
        "SELECT sha256 FROM cases_attachment WHERE media_type = 'image/jpeg'"
    )
    assert len(pictures) == 2
    for (sha256,) in pictures:
        (file,) = (stage.program.home / "files").rglob(sha256)
        assert not positions_in(file)


def kinds(stage: Stage, receipt: Receipt) -> list[str]:
    entries = stage.program.rows("SELECT case_id, kind FROM cases_entry ORDER BY seq")
    return [kind for case_id, kind in entries if case_id == receipt.case_id]
