"""Puts browsers' lines into the engine and takes them out again; a thread of its own.

The engine forgets its lines when it ends, so `forget` is called whenever it was connected with
anew, and all are put again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from hubung.kernel.faults import describe
from hubung.telephony.asterisk import lines
from hubung.telephony.asterisk.errors import EngineError
from hubung.telephony.asterisk.lines import Line
from hubung.telephony.asterisk.place import Place
from hubung.telephony.calls.words import Wished
from hubung.telephony.services import lines as kept

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 0.25
AWAY_SECONDS = 2.0


class Telephones(threading.Thread):
    """`grant` is told who has no telephone any more, as if they had said so themselves."""

    def __init__(
        self, place: Place, stop: threading.Event, *, grant: Callable[[Wished], str]
    ) -> None:
        super().__init__(name="phone-lines", daemon=True)
        self._place = place
        self._ending = stop
        self._grant = grant
        #: Password by name of what was put; None: not known.
        self._put: dict[str, str] | None = None

    def forget(self) -> None:
        """The engine may have begun anew."""
        self._put = None

    def run(self) -> None:
        while not self._ending.is_set():
            close_old_connections()
            try:
                self.look()
                self._ending.wait(LOOK_EVERY_SECONDS)
            except (DatabaseError, InterfaceError) as error:
                log.warning("lines can't be looked up", extra={"why": describe(error)})
                connection.close()
                self._ending.wait(AWAY_SECONDS)
            except EngineError as error:
                log.warning("lines can't be put", extra={"why": str(error)})
                self._ending.wait(AWAY_SECONDS)
        connection.close()

    def look(self) -> None:
        """Make the engine know what it should. Raises EngineError."""
        wanted = kept.wanted()
        put = self._put
        if put is None:
            put = self._put = dict.fromkeys(lines.known(self._place), "")
        for name in put.keys() - wanted.keys():
            lines.remove(self._place, name)
            del put[name]
            if name.startswith("agent-"):
                self._grant(Wished(name.partition("-")[2], "gone"))
        for name, password in wanted.items():
            if put.get(name) != password:
                lines.put(self._place, Line(name, password))
                put[name] = password
                kept.are_put({name: password})
