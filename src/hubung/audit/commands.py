"""What `hubung audit …` does."""

from __future__ import annotations

from pathlib import Path

import click
from django.db import transaction

from hubung.audit import chain, keys, seals
from hubung.audit.choices import Act
from hubung.audit.models import Head, Seal
from hubung.audit.recording import record


def key(*, anew: bool = False) -> None:
    """Make the key of the seals if there is none, and print its public half."""
    had = keys.private_path().exists()
    try:
        public = keys.make(anew=anew)
    except OSError as error:
        raise click.ClickException(f"The key can't be written: {error}") from error
    if anew or not had:
        with transaction.atomic():
            record(Act.SEAL_KEY_MADE, None, "seals", data={"key": public})
    click.echo(public)


def seal() -> None:
    """Seal the day that is over, if it has no seal yet; the worker does this by itself."""
    try:
        made = seals.seal_if_due()
    except seals.KeyLostError as error:
        raise click.ClickException(str(error)) from error
    last = made or seals.latest()
    if last is None or seals.day_to_seal(last) is not None:
        raise click.ClickException("The registry is too busy just now. Try again in a minute.")
    click.echo(seals.published(last))


def verify(against: Path | None = None) -> None:
    """Check the log and its seals; names the first fault and ends with exit code 1 if any."""
    kept = [line for line in against.read_text("utf-8").splitlines() if line] if against else []
    broken = seals.verify(kept)
    if broken is not None:
        click.echo(f"✗ {broken}")
        raise SystemExit(1)
    entries, sealed = Head.objects.get(pk=1).entries, seals.entries_sealed()
    click.echo(f"{entries} entries and {Seal.objects.count()} seals checked, none broken.")
    if gone := chain.erased():
        click.echo(f"{gone} entries have had their reason and address erased.")
    if entries > sealed:
        click.echo(f"{entries - sealed} entries are younger than the latest seal.")
    if waiting := chain.waits_too_long():
        click.echo(f"{waiting} entries wait for a worker to chain them.")
