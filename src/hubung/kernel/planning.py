"""What a database knows of how much it holds, by which it chooses between its indexes."""

from __future__ import annotations

from django.db import connection

#: Rows that are looked at for each index: enough to tell a rare value from a common one.
LOOKED_AT = 1000


def look_again() -> None:
    """SQLite does so only when it is told to; PostgreSQL sees to it itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
        cursor.execute("ANALYZE")
