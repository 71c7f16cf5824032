"""Changing the key: a new one takes over, everything is sealed anew, the old one is forgotten.

The program runs meanwhile. Where a rotation stands is nowhere but in the rows themselves, so one
that was killed goes on where it stopped. Whoever took the old key a moment before the change may
still write with it: those rows are found in the next round, and a key is forgotten only while
nobody can write one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from hubung.kernel import bulk, keyring
from hubung.kernel.keyring import Key
from hubung.kernel.models import DataKey
from hubung.kernel.sealed import Sealed, current, genuine, sealed_models, take_up

BATCH = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class State:
    """A key: since when it seals (None: not yet), how many rows need it, whether it is at hand."""

    version: int
    made_at: datetime | None
    rows: int
    here: bool
    current: bool


def states() -> list[State]:
    """Every key that the database or the file knows, the oldest first."""
    known = {key.version: key for key in DataKey.objects.order_by("version")}
    here = keyring.load()
    newest = max(known, default=0)
    return [
        State(
            version=version,
            made_at=known[version].made_at if version in known else None,
            rows=_rows(version),
            here=version in here and (version not in known or _fits(known[version])),
            current=version == newest,
        )
        for version in sorted({*known, *here})
    ]


def _fits(known: DataKey) -> bool:
    return keyring.load()[known.version].fingerprint == known.fingerprint


def add_waiting() -> Key:
    """Make the next key without using it, so that it can be copied to other machines first."""
    return keyring.add(above=current().version)


def begin() -> Key:
    """The key to change to. A rotation under way goes on; a key that waits is taken up first."""
    present = current()
    if DataKey.objects.filter(version__lt=present.version).exists():
        return present
    waiting = [key for version, key in keyring.load().items() if version > present.version]
    return take_up(waiting[-1] if waiting else keyring.add(above=present.version))


def finish(key: Key, progress: Progress) -> list[int]:
    """Seal everything with this key; returns the versions that were forgotten, none or more.

    `progress` hears how many rows are done, and of how many. Raises KeysError, and TamperedError
    for a row that does not open: it names the row, and the old key stays.
    """
    for known in DataKey.objects.all():
        genuine(known)
    total = sum(_outdated(model, key).count() for model in sealed_models())
    done, forgotten = 0, False
    while not forgotten:
        for model in sealed_models():
            while sealed := _seal_some(model, key):
                done += sealed
                progress(done, max(done, total))
        forgotten = _forget_old(key)
    gone = [version for version in keyring.load() if version < key.version]
    for version in gone:
        keyring.drop(version)
    return gone


def _rows(version: int) -> int:
    return sum(model._default_manager.filter(key=version).count() for model in sealed_models())


def _outdated(model: type[Sealed], key: Key) -> QuerySet[Sealed]:
    return model._default_manager.filter(key__lt=key.version)


@transaction.atomic
def _seal_some(model: type[Sealed], key: Key) -> int:
    """One batch; how many rows it was."""
    rows = list(_outdated(model, key).select_for_update().order_by("pk")[:BATCH])
    for row in rows:
        row.put(row.take(), key)
    bulk.update(rows, model.SEALED_FIELDS)
    return len(rows)


@transaction.atomic
def _forget_old(key: Key) -> bool:
    """Forget the keys before this one, unless a row still needs one of them."""
    # Waits for whoever seals with them just now (`sealed.current`).
    list(DataKey.objects.select_for_update().filter(version__lt=key.version))
    if any(_outdated(model, key).exists() for model in sealed_models()):
        return False
    DataKey.objects.filter(version__lt=key.version).delete()
    return True
