"""`hubung bench`, which is in a checkout only."""

from __future__ import annotations

import importlib
import sys

import click


class _Benchmarks(click.Group):
    """The commands of `bench/`, which is part of the checkout and not of the package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return self._group().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self._group().get_command(ctx, cmd_name)

    def _group(self) -> click.Group:
        from hubung.project.conf import ROOT

        if not (ROOT / "bench" / "cli.py").exists():
            raise click.ClickException("The benchmarks are in a checkout, not in the package.")
        if str(ROOT) not in sys.path:
            sys.path.append(str(ROOT))
        group: click.Group = importlib.import_module("bench.cli").main
        return group


@click.group(cls=_Benchmarks)
def bench() -> None:
    """Measure this program, and its peers, on this machine.

    Everything happens in throw-away installations; the installation's own data is not touched.
    """
