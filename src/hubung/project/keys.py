"""What `hubung keys …` does."""

from __future__ import annotations

import click
from django.db import IntegrityError, transaction

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.accounts.provider import commands
from hubung.kernel import keyring, rotation
from hubung.kernel.keyring import KeysError, TamperedError


def show() -> None:
    """Every key: since when, what needs it, whether this machine has it."""
    try:
        states = rotation.states()
    except KeysError as error:
        raise click.ClickException(str(error)) from error
    for state in states:
        if not state.here:
            word = "MISSING on this machine"
        elif state.made_at is None:
            word = "waits"
        else:
            word = "in use" if state.current else "being replaced"
        since = f"{state.made_at:%Y-%m-%d %H:%M}" if state.made_at else "-"
        click.echo(f"{state.version:>4}  {since:<16}  {state.rows:>9,} rows  {word}")
    if not states:
        click.echo("No key yet; the first is made when the first NIK or NIP is written down.")


def new() -> None:
    """Make the next key, unused."""
    try:
        key = rotation.add_waiting()
    except KeysError as error:
        raise click.ClickException(str(error)) from error
    _record("made", key.version)
    click.echo(
        f"Key {key.version} waits in {keyring.path()}. Copy the file to every machine, then run "
        "`hubung keys rotate` on one of them."
    )


def rotate() -> None:
    """Take up the next key and seal everything with it; a change that was broken off goes on."""
    try:
        key = rotation.begin()
        _record("taken up", key.version)
        click.echo(f"Sealing with key {key.version} …")
        gone = rotation.finish(key, _tell)
    except (KeysError, TamperedError) as error:
        raise click.ClickException(f"{error} What is done stays; run this again.") from error
    except IntegrityError as error:
        raise click.ClickException(
            "Two people have the same number. Nothing was lost and both keys stay; correct one of "
            "the two, and run this again."
        ) from error
    for version in gone:
        _record("forgotten", version)
    click.echo(
        f"Everything is sealed with key {key.version}. Back up {keyring.path()} now, apart from "
        "the database; older backups of the database need the older copy of that file."
    )


def rotate_sign_on(*, at_once: bool) -> None:
    """Make the next key that signs what applications are told of a person."""
    made = commands.rotate_keys(at_once=at_once)
    with transaction.atomic():
        data = {"key": made.kid, "at_once": at_once}
        record(Act.SIGN_ON_KEY_MADE, None, "keys", data=data)


def _record(did: str, version: int) -> None:
    with transaction.atomic():
        record(Act.DATA_KEY_CHANGED, None, "keys", data={"did": did, "key": version})


def _tell(done: int, total: int) -> None:
    click.echo(f"{done:,} of {total:,}")
