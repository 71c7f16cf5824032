"""SQLite is told how much there is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hubung.kernel import models, planning


def _known(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s", [table])
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
@pytest.mark.only("sqlite")
def test_it_knows_how_many_rows_a_table_has() -> None:
    models.Schedule.objects.bulk_create(
        models.Schedule(name=f"tugas {number}", next_run_at="2026-12-01T00:00:00Z")
        for number in range(40)
    )
    planning.look_again()
    known = _known(models.Schedule._meta.db_table)
    assert known
    assert {stat.split()[0] for stat in known} == {str(models.Schedule.objects.count())}


@pytest.mark.django_db
@pytest.mark.only("postgresql")
def test_postgresql_needs_no_telling() -> None:
    with CaptureQueriesContext(connection) as asked:
        planning.look_again()
    assert not asked.captured_queries
