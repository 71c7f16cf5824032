"""Is mail well? Asked by `/readyz` and `hubung check`."""

from __future__ import annotations

from hubung.kernel import health


@health.part("mail doors")
def doors() -> str | None:
    """Somebody takes mail."""
    return (
        None if health.alive("mail") else "No process receives mail: start `hubung mail receive`."
    )
