"""What a database knows of how much it holds, by which it chooses between its indexes."""

from __future__ import annotations

from django.db import connection

#: Rows that are looked at for each index: enough to tell a rare value from a common one.
LOOKED_AT = 1000
#: Rows from which on it matters which index is taken.
LARGE = 1000


def look_again() -> None:
    """SQLite does so only when it is told to; PostgreSQL sees to it itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
        cursor.execute("ANALYZE")
        # A small table would be read whole, and so it would when it has grown by tomorrow.
        cursor.execute(
            "DELETE FROM sqlite_stat1 WHERE tbl NOT IN (SELECT tbl FROM sqlite_stat1"
            " GROUP BY tbl HAVING max(CAST(stat AS INTEGER)) >= %s)",
            [LARGE],
        )
        cursor.execute("ANALYZE sqlite_schema")
