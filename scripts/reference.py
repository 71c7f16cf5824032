"""Writes the pages of docs/reference/ that the program can tell by itself.

    .venv/bin/python scripts/reference.py

Pages: the command line, the addresses, the events, the rights, how long records are kept. A test
compares them with what is on the disk.
(`settings.md` and `lifecycle.md` come from `hubung settings --markdown` and
`hubung cases lifecycle`.)
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.urls import URLPattern, URLResolver, get_resolver

from hubung import cli
from hubung.project import parts

if TYPE_CHECKING:
    from hubung.kernel.events import Event

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"

_CLI = """\
# The command line

Made from the commands themselves by `scripts/reference.py`; a test compares the two. In a checkout
the command is `.venv/bin/hubung`. Every command ends with exit code 0 when it did what it says,
and with another code and a plain sentence when it did not.
"""
_ADDRESSES = """\
# The addresses

Made from the program's routes by `scripts/reference.py`; a test compares the two. Everything under
`/desk/` asks for a sign-in with a second factor and for a role; everything else is public or about
the visitor's own account. Addresses are Indonesian, because people read them out.

| address | name | what it is |
|---|---|---|
"""
_EVENTS = """\
# Events

Made from the event classes by `scripts/reference.py`; a test compares the two. An event is a row
written in the transaction that it tells of; its handlers run in the worker, once each
([decision 0004](../decisions/0004-events-and-drains.md)). `subject` (`case:42`) is what live pages
hear; the other fields are JSON values.

| event | fields beside `subject` | what happened |
|---|---|---|
"""


def cli_page() -> str:
    """docs/reference/cli.md."""
    told = [_CLI]
    for path, command in commands(cli.main, ("hubung",)):
        told.append(f"{'#' * (len(path) + 1)} {' '.join(path)}\n\n{_describe(path, command)}")
    return "\n".join(told)


def commands(
    command: click.Command, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """A command and all below it, each with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if (inner := command.get_command(context, name)) and not inner.hidden:
                yield from commands(inner, (*path, name))


def _describe(path: tuple[str, ...], command: click.Command) -> str:
    context = click.Context(command, info_name=" ".join(path))
    pieces = " ".join(command.collect_usage_pieces(context))
    text = inspect.cleandoc(command.help or "").replace("\b\n", "")
    described = f"`{' '.join(path)} {pieces}`\n\n{text}\n"
    options = [each for each in command.params if isinstance(each, click.Option)]
    records = [record for each in options if (record := each.get_help_record(context))]
    if records:
        rows = "".join(
            f"| {_cell(f'`{name}`')} | {_cell(meaning)} |\n" for name, meaning in records
        )
        described += f"\n| option | meaning |\n|---|---|\n{rows}"
    return described


def addresses_page() -> str:
    """docs/reference/addresses.md."""
    rows = []
    for address, pattern, namespace in _routes(get_resolver(), "/", ""):
        view = getattr(pattern.callback, "view_class", pattern.callback)
        # What other packages say of their views would be their words.
        ours = view.__module__.startswith("hubung.")
        said = (inspect.getdoc(view) or "").split("\n\n")[0] if ours else ""
        rows.append(f"| `{address}` | `{namespace}{pattern.name}` | {_cell(said)} |\n")
    return _ADDRESSES + "".join(rows)


def _routes(
    resolver: URLResolver, prefix: str, namespace: str
) -> Iterator[tuple[str, URLPattern, str]]:
    for each in resolver.url_patterns:
        address = prefix + re.sub(r"^\^|\\|\$$", "", str(each.pattern))
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _routes(each, address, inner)
        else:
            yield address, each, namespace


def events_page() -> str:
    """docs/reference/events.md. Its import needs the program to be set up."""
    from hubung.kernel.events import Event, name_of

    rows = []
    for event in sorted(_all_events(Event), key=name_of):
        names = [each.name for each in fields(event) if each.name != "subject"]
        row = (f"`{name_of(event)}`", ", ".join(f"`{name}`" for name in names), _said(event))
        rows.append(f"| {' | '.join(map(_cell, row))} |\n")
    return _EVENTS + "".join(rows)


def rights_page() -> str:
    """docs/reference/rights.md. Its import needs the program to be set up."""
    from hubung.project import rights_reference

    return rights_reference.page()


def retention_page() -> str:
    """docs/reference/retention.md. Its import needs the program to be set up."""
    from hubung.privacy.retention import reference

    return reference.page()


def _all_events(base: type[Event]) -> Iterator[type[Event]]:
    for event in base.__subclasses__():
        yield from _all_events(event)
        if event.__module__.startswith("hubung.") and event.__name__ != "CaseEvent":
            yield event


def _said(event: type[Event]) -> str:
    """The docstring as written; a dataclass without one has one made up."""
    (definition,) = ast.parse(inspect.getsource(event)).body
    return ast.get_docstring(definition) or "" if isinstance(definition, ast.ClassDef) else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "addresses.md": addresses_page,
    "events.md": events_page,
    "rights.md": rights_page,
    "retention.md": retention_page,
}


def main() -> None:
    """Write every page."""
    parts.set_up()
    parts.load()
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page())


if __name__ == "__main__":
    main()
