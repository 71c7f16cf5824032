"""What `hubung phone menu …` does."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.core.exceptions import PermissionDenied

from hubung.directory.models import Person
from hubung.telephony.menu import services
from hubung.telephony.menu.files import read_tree, write_tree
from hubung.telephony.menu.services import MenuError
from hubung.telephony.menu.tree import Tree


def export(*, file: str) -> None:
    """Write the menu in force; `-` is the standard output."""
    text = write_tree(services.in_force().tree)
    if file == "-":
        click.echo(text, nl=False)
    else:
        Path(file).write_text(text, encoding="utf-8")


def check(*, file: str) -> None:
    """Say what the check finds."""
    _check(_read(file))


def bring_in(*, file: str, by: str, note: str) -> None:
    """Make a draft of a file."""
    tree = _read(file)
    person = Person.objects.filter(email__iexact=by).first()
    if person is None:
        raise click.ClickException(f"Nobody has the mail address {by}.")
    try:
        draft = services.begin_draft(by=person, note=note, tree=tree)
    except PermissionDenied as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Draft {draft.pk} is begun. Try it at the desk, then put it live.")
    _check(tree)


def _check(tree: Tree) -> None:
    """Exit code 1 where something keeps the menu from going live."""
    found = services.findings(tree)
    for finding in found:
        click.echo(f"{finding.level}: {finding.text}")
    if any(finding.level == "error" for finding in found):
        sys.exit(1)
    click.echo("Nothing keeps this menu from going live.")


def _read(file: str) -> Tree:
    try:
        return read_tree(Path(file).read_text(encoding="utf-8"))
    except MenuError as error:
        raise click.ClickException(str(error)) from error
