"""The door for letters to moderated groups, and their way on to the members.

Postfix brings each such letter here by LMTP, over a socket that it alone may use; 250 is said once
the letter is in the database. Released ones are handed back to Postfix, addressed to the members.
"""

from __future__ import annotations

import logging
import os
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.controller import UnixSocketController
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope
from asgiref.sync import sync_to_async
from django.db import DatabaseError, connection

from hubung.kernel import clock
from hubung.kernel.faults import describe
from hubung.mail import queries, services
from hubung.mail.daemons import accounts
from hubung.mail.daemons.place import Place
from hubung.mail.models import Group, GroupLetter, LetterState

log = logging.getLogger(__name__)

#: As the view names it for `transport_maps`, from the queue. No service of Postfix is called so.
SOCKET = "private/letters"
LATER = "451 4.3.0 The letter cannot be kept now, try again later"
LOOK_SECONDS = 1.0
TIMEOUT_SECONDS = 60.0
#: Postfix takes 1,000 recipients of one letter.
TOGETHER = 500
_AGAIN = timedelta(minutes=1)


@contextmanager
def serving(place: Place) -> Iterator[None]:
    """Take and pass on letters for the length of a block; Postfix has its folders already."""
    path = place.queue / SOCKET
    path.unlink(missing_ok=True)
    door = _Door(_Handler(), place, path)
    door.start()
    os.chown(path, -1, accounts.account(accounts.POSTFIX).gid)
    path.chmod(0o660)
    stop = threading.Event()
    thread = threading.Thread(target=_pass_on, args=(place, stop), name="letters", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        door.stop()


class _Door(UnixSocketController):
    def __init__(self, handler: _Handler, place: Place, path: Path) -> None:
        self._place = place
        super().__init__(handler, unix_socket=str(path))

    def factory(self) -> LMTP:
        return LMTP(
            self.handler,
            data_size_limit=self._place.mail.most_bytes,
            enable_SMTPUTF8=True,
            # Else it asks the network what it is called, and waits.
            hostname=self._place.hostname,
        )


class _Handler:
    """aiosmtpd asks it what to answer; Postfix sends each recipient's copy by itself."""

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        try:
            group = await sync_to_async(_group, thread_sensitive=False)(address)
        except DatabaseError as error:
            log.warning("moderated group not looked up", extra={"why": describe(error)})
            return LATER
        if group is None:
            # It was one when Postfix looked; by the next time it knows.
            return "451 4.3.0 Not a moderated group now, try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        try:
            await sync_to_async(_take, thread_sensitive=False)(envelope)
        except DatabaseError as error:
            log.warning("letter to a group not kept", extra={"why": describe(error)})
            return LATER
        return "250 2.0.0 Kept"


def _group(address: str) -> Group | None:
    try:
        return services.moderated_group(address)
    finally:
        connection.close()


def _take(envelope: Envelope) -> None:
    try:
        for address in envelope.rcpt_tos:
            group = services.moderated_group(address)
            if group is None:
                raise DatabaseError("the group is gone")
            services.take_letter(
                group=group,
                address=address,
                sender=envelope.mail_from or "",
                content=_bytes(envelope.content),
            )
    finally:
        connection.close()


def _bytes(content: bytes | str | None) -> bytes:
    return content.encode() if isinstance(content, str) else content or b""


def _pass_on(place: Place, stop: threading.Event) -> None:
    while not stop.wait(LOOK_SECONDS):
        try:
            pass_on(place)
        except DatabaseError as error:
            log.warning("released letters not looked up", extra={"why": describe(error)})
        finally:
            connection.close()


def pass_on(place: Place) -> None:
    """Hand released letters to Postfix; what it does not take now is tried again in a minute."""
    due = GroupLetter.objects.filter(
        state=LetterState.RELEASED, next_attempt_at__lte=clock.now()
    ).select_related("group")
    for letter in due[:20]:
        try:
            _hand_over(place, letter)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("letter to a group not passed on", extra={"why": describe(error)})
            letter.next_attempt_at = clock.now() + _AGAIN
            letter.save(update_fields=["next_attempt_at"])


def _hand_over(place: Place, letter: GroupLetter) -> None:
    """To each member once; where it was interrupted, it goes on."""
    group = letter.group
    logins = queries.members(group).values_list("login", flat=True)
    outside = group.members.exclude(outside="").values_list("outside", flat=True)
    left = sorted(address for address in {*logins, *outside} if address > letter.sent_to)
    with smtplib.SMTP("127.0.0.1", place.mail.inner_port, timeout=TIMEOUT_SECONDS) as client:
        for start in range(0, len(left), TOGETHER):
            batch = left[start : start + TOGETHER]
            client.sendmail(letter.sender, batch, bytes(letter.content))
            letter.sent_to = batch[-1]
            letter.save(update_fields=["sent_to"])
    letter.state, letter.content = LetterState.DELIVERED, b""
    letter.save(update_fields=["state", "content"])
