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
@pytest.mark.parametrize("rows", [40, planning.LARGE])
def test_it_knows_how_many_rows_a_large_table_has(rows: int) -> None:
    models.Schedule.objects.bulk_create(
        models.Schedule(name=f"tugas {number}", next_run_at="2026-12-01T00:00:00Z")
        for number in range(rows)
    )
    planning.look_again()
    known = {stat.split()[0] for stat in _known(models.Schedule._meta.db_table)}
    there = models.Schedule.objects.count()
    assert known == ({str(there)} if there >= planning.LARGE else set())


@pytest.mark.django_db
@pytest.mark.only("postgresql")
def test_postgresql_needs_no_telling() -> None:
    with CaptureQueriesContext(connection) as asked:
        planning.look_again()
    assert not asked.captured_queries
