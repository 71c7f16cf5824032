"""Are the agendas well? Asked by `/readyz` and `hubung check`."""

from __future__ import annotations

from django.db import connection

from hubung.kernel import appendonly, health


@health.part("agendas")
def agendas() -> str | None:
    """The database itself keeps the history of agendas from being changed."""
    if appendonly.is_protected(connection, "agenda_change"):
        return None
    return "The triggers that keep the agendas' history append-only are missing."
