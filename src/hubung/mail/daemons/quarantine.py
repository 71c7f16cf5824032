"""Where Postfix hands over what the filter wants held, and how that is delivered after all."""

from __future__ import annotations

import smtplib
from contextlib import AbstractContextManager

from hubung.mail import services
from hubung.mail.daemons import door
from hubung.mail.daemons import place as places
from hubung.mail.daemons.door import Handed
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.place import Place
from hubung.mail.models import HeldCopy

#: By this header, from this machine, the filter knows what somebody has let through.
RELEASED = "X-Hubung-Released"
_SECONDS = 30.0


def serving(place: Place) -> AbstractContextManager[None]:
    """Take letters for the length of a block; the queue's folders are there."""
    return door.serving(place.quarantine, _hold, hostname=place.hostname)


def deliver(copy: HeldCopy) -> None:
    """Give a letter that was let through to Postfix again, for this recipient.

    It goes the usual way, past the filter. Raises MailSystemError where it was not taken.
    """
    place = places.here()
    raw = f"{RELEASED}: {copy.pk}\r\n".encode() + bytes(copy.letter.content)
    try:
        with smtplib.SMTP("127.0.0.1", place.mail.inner_port, timeout=_SECONDS) as client:
            client.sendmail(copy.letter.sender, [copy.recipient], raw)
    except (OSError, smtplib.SMTPException) as error:
        raise MailSystemError(f"Postfix did not take a released letter: {error}") from error


def _hold(letter: Handed) -> None:
    services.hold(raw=letter.content, sender=letter.sender, recipients=letter.recipients)
