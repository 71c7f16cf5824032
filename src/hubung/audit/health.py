"""Is the log well? Asked by `/readyz` and `hubung check`."""

from __future__ import annotations

from django.db import connection

from hubung.audit import chain, seals
from hubung.kernel import appendonly, health


@health.part("audit log")
def log() -> str | None:
    """The database keeps it from being changed, and a worker chains it."""
    if not all(
        appendonly.is_protected(connection, table) for table in ("audit_entry", "audit_seal")
    ):
        return "The triggers that keep the audit log append-only are missing."
    if waiting := chain.waits_too_long():
        return f"{waiting} entries of the audit log wait for a worker to chain them."
    return None


@health.part("audit seals")
def sealing() -> str | None:
    """Every day gets its seal."""
    if seals.is_late():
        return "The audit log was not sealed for two days: is a worker running that has audit.key?"
    return None
