"""The door for letters to moderated groups, and their way on to the members.

Released ones are handed back to Postfix, addressed to the members.
"""

from __future__ import annotations

import logging
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection

from hubung.kernel import clock
from hubung.kernel.faults import describe
from hubung.mail import queries, services
from hubung.mail.daemons import door
from hubung.mail.daemons.door import Handed, NotNowError
from hubung.mail.daemons.place import Place
from hubung.mail.models import GroupLetter, LetterState

log = logging.getLogger(__name__)

#: As the view names it for `transport_maps`, from the queue. No service of Postfix is called so.
SOCKET = "private/letters"
LOOK_SECONDS = 1.0
TIMEOUT_SECONDS = 60.0
#: Postfix takes 1,000 recipients of one letter.
TOGETHER = 500
_AGAIN = timedelta(minutes=1)


@contextmanager
def serving(place: Place) -> Iterator[None]:
    """Take and pass on letters for the length of a block; Postfix has its folders already."""
    stop = threading.Event()
    thread = threading.Thread(target=_pass_on, args=(place, stop), name="letters", daemon=True)
    with door.serving(place.queue / SOCKET, _take, hostname=place.hostname):
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def _take(letter: Handed) -> None:
    """Postfix sends each recipient's copy by itself."""
    for address in letter.recipients:
        group = services.moderated_group(address)
        if group is None:
            # It was one when Postfix looked; by the next time it knows.
            raise NotNowError
        services.take_letter(
            group=group, address=address, sender=letter.sender, content=letter.content
        )


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
