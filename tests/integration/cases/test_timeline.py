"""The timeline cannot be changed through the program, and a change behind its back is found."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from hubung.cases import services, timeline
from hubung.cases.models import Case, Entry
from hubung.kernel import appendonly
from tests.support.ministry import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    ministry = build()
    case = services.receive_case(channel="web", text="Perlintasan tanpa palang.")
    case = services.take_case(actor=ministry.ratih, case=case)
    return services.add_note(actor=ministry.ratih, case=case, text="Sudah ditelepon.")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cases_entry SET text = 'lain'",
        "DELETE FROM cases_entry",
    ],
)
def test_the_database_refuses(case: Case, sql: str) -> None:
    assert appendonly.is_protected(connection, "cases_entry")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_a_whole_chain_verifies(case: Case) -> None:
    assert list(timeline.verify_all()) == [None]


@pytest.mark.parametrize(
    ("sql", "seq", "why"),
    [
        ("UPDATE cases_entry SET text = 'lain' WHERE seq = 3", 3, "its text was changed"),
        ("UPDATE cases_entry SET public = true WHERE seq = 3", 3, "was changed"),
        ("UPDATE cases_entry SET actor_name = 'Lain' WHERE seq = 2", 2, "was changed"),
        ("DELETE FROM cases_entry WHERE seq = 2", 2, "missing"),
        ("DELETE FROM cases_entry WHERE seq = 3", 3, "missing at the end"),
    ],
)
def test_a_change_behind_the_programs_back_is_found(
    case: Case, sql: str, seq: int, why: str
) -> None:
    appendonly.remove(connection, "cases_entry")
    with connection.cursor() as cursor:
        cursor.execute(sql)
    appendonly.install(connection, "cases_entry")
    assert list(timeline.verify_all()) == [timeline.Broken(case.pk, seq, why)]


def test_swapped_entries_are_found(case: Case) -> None:
    appendonly.remove(connection, "cases_entry")
    Entry.objects.filter(case=case, seq=2).update(seq=99)
    Entry.objects.filter(case=case, seq=3).update(seq=2)
    Entry.objects.filter(case=case, seq=99).update(seq=3)
    appendonly.install(connection, "cases_entry")
    broken = next(timeline.verify_all())
    assert broken is not None
    assert broken.seq == 2
