"""Puts lines of browsers and desk telephones into the engine, and takes them out; a thread.

The engine forgets its lines when it ends, so `forget` is called whenever it was connected with
anew, and all are put again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from hubung.kernel.faults import describe
from hubung.telephony.asterisk import lines
from hubung.telephony.asterisk.errors import EngineError
from hubung.telephony.asterisk.lines import Line
from hubung.telephony.asterisk.place import Place
from hubung.telephony.calls.words import Wished
from hubung.telephony.services import desk_phones
from hubung.telephony.services import lines as kept

log = logging.getLogger(__name__)

#: Somebody who waits for a telephone is seen at once, all else that may have changed soon.
GLANCE_EVERY_SECONDS = 0.25
LOOK_EVERY_SECONDS = 2.0
REGISTERED_EVERY_SECONDS = 10.0
AWAY_SECONDS = 2.0


class Telephones(threading.Thread):
    """`grant` is told who has no telephone any more, as if they had said so themselves."""

    def __init__(
        self, place: Place, stop: threading.Event, *, grant: Callable[[Wished], str | None]
    ) -> None:
        super().__init__(name="phone-lines", daemon=True)
        self._place = place
        self._ending = stop
        self._grant = grant
        #: What was put, by its name; None: not known.
        self._put: dict[str, Line | None] | None = None
        self._look_at = self._look_who_at = 0.0

    def forget(self) -> None:
        """The engine may have begun anew."""
        self._put = None

    def run(self) -> None:
        while not self._ending.is_set():
            close_old_connections()
            try:
                if self._has_to_look():
                    self._look_at = time.monotonic() + LOOK_EVERY_SECONDS
                    self.look()
                self._ending.wait(GLANCE_EVERY_SECONDS)
            except (DatabaseError, InterfaceError) as error:
                log.warning("lines can't be looked up", extra={"why": describe(error)})
                connection.close()
                self._ending.wait(AWAY_SECONDS)
            except EngineError as error:
                log.warning("lines can't be put", extra={"why": str(error)})
                self._ending.wait(AWAY_SECONDS)
        connection.close()

    def _has_to_look(self) -> bool:
        return self._put is None or time.monotonic() >= self._look_at or kept.somebody_waits()

    def look(self) -> None:
        """Make the engine know what it should. Raises EngineError."""
        wanted = kept.wanted()
        put = self._put
        if put is None:
            put = self._put = dict.fromkeys(lines.known(self._place))
        for name in put.keys() - wanted.keys():
            self._remove(name)
            del put[name]
            if name.startswith("agent-"):
                self._grant(Wished(name.partition("-")[2], "gone"))
        for name, line in wanted.items():
            if put.get(name) != line:
                if put.get(name) is not None and name.startswith("desk-"):
                    # Whoever had the password before is no longer where the line rings.
                    self._remove(name)
                is_unknown = name in put and put[name] is None
                if not (is_unknown and lines.is_put(self._place, line)):
                    lines.put(self._place, line)
                put[name] = line
                kept.are_put({name: line.password})
        self._look_who_is_there()

    def _remove(self, name: str) -> None:
        lines.remove(self._place, name)
        if name.startswith("desk-"):
            # Taken away by somebody, unlike a session that ended: what it talks ends, too.
            lines.cut(self._place, name)

    def _look_who_is_there(self) -> None:
        if time.monotonic() < self._look_who_at:
            return
        self._look_who_at = time.monotonic() + REGISTERED_EVERY_SECONDS
        there = lines.known(self._place)
        desk_phones.are_registered(name for name, is_registered in there.items() if is_registered)
