"""Takes recordings in beside the phone program; a thread of its own."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from hubung.kernel.faults import describe
from hubung.telephony.asterisk.place import Place
from hubung.telephony.recordings import taking

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 1.0
AWAY_SECONDS = 5.0


class Carrier(threading.Thread):
    """Stops when `stop` is set; what is left then is taken in by the next one."""

    def __init__(self, place: Place, stop: threading.Event) -> None:
        super().__init__(name="phone-recordings", daemon=True)
        self._place = place
        self._ending = stop

    def run(self) -> None:
        while not self._ending.is_set():
            close_old_connections()
            try:
                taking.take_all(self._place)
                self._ending.wait(LOOK_EVERY_SECONDS)
            except (DatabaseError, InterfaceError, OSError) as error:
                log.warning("recordings wait", extra={"why": describe(error)})
                connection.close()
                self._ending.wait(AWAY_SECONDS)
        connection.close()
