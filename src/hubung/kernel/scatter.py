"""Keys that rise with gaps of no foreseeable length.

Where people see the keys of some rows and may not learn of the others, a gap must say nothing. So
each key that could come next is taken with the same chance, whatever was taken before: rows that
are hidden thin the visible ones out, as more bad luck would have. Keys still rise, so that the
youngest row has the highest and lies beside its elders on the disk.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import connection, models

#: One key in four is used.
SPREAD = 4


def give_keys(rows: Sequence[models.Model]) -> None:
    """Give new rows of one model their keys, in order. The caller inserts them in its transaction.

    On SQLite that transaction must be one that writes from its beginning; ours all are.
    """
    if not rows:
        return
    steps = [_step() for _row in rows]
    free = _free(type(rows[0]), sum(steps))
    at = -1
    for row, step in zip(rows, steps, strict=True):
        at += step
        row.pk = free[at]


def _step() -> int:
    """How far away the next key is: 1 with a chance of 1 in `SPREAD`, each more as often again."""
    step = 1
    while secrets.randbelow(SPREAD):
        step += 1
    return step


def _free(model: type[models.Model], count: int) -> Sequence[int]:
    """So many keys that no other row has or will get, rising."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), key, count],
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (0,)
        return range(last + 1, last + count + 1)
