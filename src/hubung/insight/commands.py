"""What `hubung insight …` does."""

from __future__ import annotations

import click

from hubung.insight import keeping, lately


def rebuild() -> None:
    """Count all published months anew and say whether anything differs."""
    lately.count_lately()
    lately.count_calls()
    found = keeping.rebuild()
    click.echo(
        f"{found.months:,} months, {found.rows:,} rows; "
        f"{found.different or 'none'} {'were' if found.different else 'was'} different."
    )
