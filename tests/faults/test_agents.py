"""Two people want the same case at the same moment: one has it, the others learn who."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest
from django.db import connection

from hubung.cases import timeline
from hubung.cases.choices import Channel, EntryKind
from hubung.cases.errors import AlreadyTakenError, ChangedMeanwhileError
from hubung.cases.models import Case, Entry
from hubung.cases.services import move_case, receive_case, take_case
from hubung.directory.models import Person, Role, Unit
from tests.faults.support import Page, Sender, assert_whole, fetch, inside, letter, wait_idle
from tests.support import ministry
from tests.support.program import Program

CASES = 12
AGENTS = 10


def at_once(*doings: Callable[[], Page]) -> list[Page]:
    """Run these together and return what came of each."""
    start = threading.Barrier(len(doings))

    def run(doing: Callable[[], Page]) -> Page:
        start.wait(30)
        return doing()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(run, doings))


def test_two_agents_at_the_desk(program: Program) -> None:
    sessions = inside(program, "ministry")
    program.start()
    server = Sender(program)
    for number in range(CASES):
        server.send(letter(f"surat{number:05d}"))
    server.close()
    wait_idle(program)
    names = {"ratih": "Ratih Kembangsore", "wulandari": "Wulandari Paramesthi"}
    listed = inside(program, "numbers")
    assert len(listed) == CASES
    for pk, number in listed.items():
        path = f"/desk/laporan/{number}/lakukan/ambil/"
        pages = at_once(
            *(
                lambda who=who, path=path: fetch(  # type: ignore[misc]
                    program, "POST", path, session=sessions[who], form={}
                )
                for who in names
            )
        )
        by_name = dict(zip(names, pages, strict=True))
        ((owner,),) = program.rows(
            "SELECT person.name FROM cases_case, directory_person person"  # noqa: S608
            f" WHERE person.id = cases_case.owner_id AND cases_case.id = {int(pk)}"
        )
        (winner,) = [who for who, name in names.items() if name == owner]
        (loser,) = names.keys() - {winner}
        assert by_name[winner].status == HTTPStatus.FOUND
        assert by_name[loser].status == HTTPStatus.UNPROCESSABLE_ENTITY
        assert f"{owner} baru saja mengambil laporan ini." in by_name[loser].text
    taken = program.rows(f"SELECT count(*) FROM cases_entry WHERE kind = '{EntryKind.TAKEN}'")  # noqa: S608
    assert taken == [(CASES,)]
    assert_whole(program)


@pytest.mark.django_db(transaction=True)
def test_ten_threads_take_one_case() -> None:
    built = ministry.build()
    agents = [
        ministry.person(f"Agen{number} Contoh", built.centre, Role.TIER1_AGENT)
        for number in range(AGENTS)
    ]
    case = receive_case(channel=Channel.PHONE, text="Bus tidak berangkat.")
    start = threading.Barrier(AGENTS)

    def take(agent: Person) -> Person:
        """Who has the case, as this agent is told."""
        mine = Case.objects.get(pk=case.pk)
        start.wait(30)
        try:
            taken = take_case(actor=agent, case=mine)
        except AlreadyTakenError as error:
            return error.owner
        finally:
            connection.close()
        assert taken.owner == agent
        return agent

    with ThreadPoolExecutor(AGENTS) as pool:
        told = set(pool.map(take, agents))
    case.refresh_from_db()
    assert told == {case.owner}
    assert Entry.objects.filter(case=case, kind=EntryKind.TAKEN).count() == 1
    assert list(timeline.verify_all()) == [None]


@pytest.mark.django_db(transaction=True)
def test_ten_threads_hand_over_one_case() -> None:
    """Each has read the case as it was; the first choice stands, the others look again."""
    built = ministry.build()
    case = receive_case(channel=Channel.PHONE, text="Bus tidak berangkat.")
    units = [built.rail, built.bitung] * (AGENTS // 2)
    start = threading.Barrier(AGENTS)

    def hand_over(unit: Unit) -> Unit | None:
        start.wait(30)
        try:
            moved = move_case(
                actor=built.ratih,
                case=case,
                tier=2,
                unit=unit,
                reason="Bukan urusan kami.",
                version=case.version,
            )
        except ChangedMeanwhileError:
            return None
        finally:
            connection.close()
        return moved.unit

    with ThreadPoolExecutor(AGENTS) as pool:
        (chosen,) = set(pool.map(hand_over, units)) - {None}
    case.refresh_from_db()
    assert case.unit == chosen
    assert Entry.objects.filter(case=case, kind=EntryKind.MOVED).count() == 1
    assert list(timeline.verify_all()) == [None]
