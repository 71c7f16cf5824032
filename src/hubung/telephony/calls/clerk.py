"""Hands the notes to the records, in order and as often as it takes; a thread of its own."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)

from hubung.kernel.events import emit
from hubung.kernel.faults import describe
from hubung.telephony import services
from hubung.telephony.calls.store import Kept, Store
from hubung.telephony.events import FloorChanged
from hubung.telephony.services.ledger import together

log = logging.getLogger(__name__)

#: What happens within this time is written down together: in a busy hour that costs far less.
GATHER_SECONDS = 0.1
BATCH = 200
TELL_EVERY_SECONDS = 1.0
AWAY_SECONDS = 1.0


class Clerk(threading.Thread):
    """Stops when `stop` is set; what is left then is done by the next one."""

    def __init__(self, path: Path, stop: threading.Event) -> None:
        super().__init__(name="phone-records", daemon=True)
        self._path = path
        self._ending = stop
        self._told = 0.0

    def run(self) -> None:
        store = Store(self._path)
        while not self._ending.is_set():
            close_old_connections()
            try:
                written = write_down(store)
                if written and time.monotonic() - self._told > TELL_EVERY_SECONDS:
                    self._told = time.monotonic()
                    tell_of_floor()
                if written < BATCH:
                    self._ending.wait(GATHER_SECONDS)
            except (OperationalError, InterfaceError) as error:
                log.warning("the records wait for the database", extra={"why": describe(error)})
                connection.close()
                self._ending.wait(AWAY_SECONDS)
        connection.close()
        store.close()


@transaction.atomic
def tell_of_floor() -> None:
    """Pages that show the whole floor look again."""
    emit(FloorChanged())


def write_down(store: Store) -> int:
    """One batch; returns how many. Raises what says that the database is away."""
    notes = store.notes(BATCH)
    if not notes:
        return 0
    try:
        with together(note.call for note in notes):
            for note in notes:
                _write(note)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        _write_one_by_one(store, notes)
    else:
        store.done(notes)
    return len(notes)


def _write_one_by_one(store: Store, notes: Sequence[Kept]) -> None:
    """One of them can't be written down, which the others do not suffer from."""
    for note in notes:
        try:
            _write(note)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            # It would fail the next time too; the others must not wait for it.
            log.exception("a note about a call can't be written down", extra={"note": note.id})
            store.failed(note, describe(error))
        else:
            store.done([note])


def _write(note: Kept) -> None:
    getattr(services, note.name)(engine_id=note.call, at=note.at, **note.details)
