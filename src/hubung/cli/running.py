"""`hubung serve`, and its parts alone on other machines."""

from __future__ import annotations

import click

from hubung.cli.reach import alone, in_force, or_sentence


@click.command()
def serve() -> None:
    """Start everything: web server, worker, mail doors, telephone engine, under one supervisor.

    Stops cleanly on Ctrl-C or SIGTERM. A part that dies is started again.
    """
    from hubung.project import serving

    or_sentence(serving.serve, in_force())


@click.command()
def web() -> None:
    """Start only the web server; others may run on other machines over the same database."""
    alone("web")


@click.command()
def worker() -> None:
    """Start only a worker: it hands on events, keeps the clocks and runs the imports.

    Any number of workers may run.
    """
    alone("worker")
