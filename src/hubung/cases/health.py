"""Is the registry well? Asked by `/readyz` and `hubung check`."""

from __future__ import annotations

from django.db import connection

from hubung.kernel import appendonly, health


@health.part("timeline")
def timeline() -> str | None:
    """The database itself keeps the timeline from being changed."""
    if appendonly.is_protected(connection, "cases_entry"):
        return None
    return "The triggers that keep the timeline append-only are missing: a migration lost them."
