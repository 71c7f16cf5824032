"""What `hubung search …` does."""

from __future__ import annotations

import click

from hubung.search import services

_EVERY = 1000


def rebuild(*, everything: bool) -> None:
    """Mend the index, or write `everything` anew, and say how far it is."""
    done = 0
    for _thing in services.rebuild() if everything else services.reconcile():
        done += 1
        if done % _EVERY == 0:
            click.echo(f"{done} things written")
    click.echo(f"{done} things written, done.")
