"""`hubung keys`."""

from __future__ import annotations

import click

from hubung.cli.reach import call


@click.group()
def keys() -> None:
    """The keys that seal NIK and NIP in the database; those of the sign-on."""


@keys.command("list")
def keys_list() -> None:
    """Print every key: since when it is in use, how many rows need it, whether it is here."""
    call("hubung.project.keys:show")


@keys.command("new")
def keys_new() -> None:
    """Make the next key without using it: for several machines, which need it beforehand."""
    call("hubung.project.keys:new")


@keys.command("rotate")
def keys_rotate() -> None:
    """Change to the next key: seal everything anew, then forget the old key.

    The program may run meanwhile. Broken off, it goes on when run again.
    """
    call("hubung.project.keys:rotate")


@keys.group("sign-on")
def keys_sign_on() -> None:
    """The keys that sign what other applications are told of a person."""


@keys_sign_on.command("list")
def keys_sign_on_list() -> None:
    """Print every key that applications may believe now."""
    call("hubung.directory.accounts.provider.commands:show_keys")


@keys_sign_on.command("rotate")
@click.option(
    "--at-once",
    is_flag=True,
    help="Forget every other key now: for one that somebody else may have.",
)
def keys_sign_on_rotate(at_once: bool) -> None:
    """Make the next key: it signs an hour later, when applications have fetched it.

    The key before it is believed for a day longer. The program may run meanwhile.
    """
    call("hubung.project.keys:rotate_sign_on", at_once=at_once)
