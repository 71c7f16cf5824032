"""Brings the desk's wishes, the menu and its sounds, and the queues in force; a thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from hubung.kernel.faults import describe
from hubung.telephony.calls.arrangement import Arrangement
from hubung.telephony.calls.words import Wished
from hubung.telephony.menu import services as menu
from hubung.telephony.menu.services import InForce
from hubung.telephony.prompts import speaking
from hubung.telephony.prompts.wording import newest
from hubung.telephony.queues import reading
from hubung.telephony.services import commands

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 0.15
ORDER_EVERY_SECONDS = 4.0
AWAY_SECONDS = 1.0


class Desk(threading.Thread):
    """`grant` carries a wish out and returns the refusal, "" for none, None for not now; `menu_is`
    takes the menu, and `arranged` the queues and who serves them, whenever they were changed.

    All are called in this thread. While the database is away nothing comes, and calls go on.
    """

    def __init__(
        self,
        stop: threading.Event,
        *,
        grant: Callable[[Wished], str | None],
        menu_is: Callable[[InForce], None],
        arranged: Callable[[Arrangement], None],
    ) -> None:
        super().__init__(name="phone-desk", daemon=True)
        self._ending = stop
        self._grant = grant
        self._menu_is = menu_is
        self._arranged = arranged
        self._version: tuple[object, ...] = ()
        self._arrangement: Arrangement | None = None

    def run(self) -> None:
        rounds = 0
        while not self._ending.is_set():
            close_old_connections()
            try:
                if rounds % round(ORDER_EVERY_SECONDS / LOOK_EVERY_SECONDS) == 0:
                    self._look_at_menu()
                    self._look_at_queues()
                self._take_wishes()
                self._ending.wait(LOOK_EVERY_SECONDS)
            except (DatabaseError, InterfaceError) as error:
                log.warning("the desk can't be heard", extra={"why": describe(error)})
                connection.close()
                self._ending.wait(AWAY_SECONDS)
            rounds += 1
        connection.close()

    def _take_wishes(self) -> None:
        for wish in commands.pending():
            if wish.kind == commands.Kind.READY and not self._knows(wish.person):
                # Their role may be a second old.
                self._look_at_queues()
            refusal = self._grant(Wished(wish.person, wish.kind, wish.details))
            if refusal is None:
                return
            commands.settle({wish.id: refusal})

    def _knows(self, person: str) -> bool:
        return self._arrangement is not None and person in self._arrangement.profiles

    def _look_at_queues(self) -> None:
        now = reading.arrangement()
        if now != self._arrangement:
            self._arrangement = now
            self._arranged(now)

    def _look_at_menu(self) -> None:
        now = menu.in_force()
        version = (now.version, now.emergency, newest())
        if version != self._version:
            # Whoever changed a prompt has mostly had it spoken already, on this very machine.
            for trouble in speaking.prepare():
                log.error("a prompt has no sound", extra={"why": trouble})
            self._version = version
            self._menu_is(now)
