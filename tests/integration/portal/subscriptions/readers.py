"""Readers who confirmed, what the worker does, and the letters that came of it."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from typing import Any

from hubung.channels.email.models import OutboundMessage
from hubung.channels.email.outbox import to_wire
from hubung.directory.models import Unit
from hubung.kernel import clock, events
from hubung.portal.subscriptions import mailing
from hubung.portal.subscriptions.choices import Choice
from hubung.portal.subscriptions.models import Subscription, Topic

LINK = re.compile(r"https?://[^/\s]+(/langganan/\S+)")


def reader(
    name: str, *topics: Topic, sector: str = "", unit: Unit | None = None, **more: Any
) -> Subscription:
    """One who asked for these topics and pressed the button."""
    fields = {"email": f"{name}@contoh.id", "confirmed_at": clock.now(), **more}
    subscription = Subscription(**fields)
    Choice(topics, sector, unit).put_into(subscription)
    subscription.save()
    return subscription


def settle() -> None:
    """As the worker does a moment later."""
    events.load_handlers()
    while events.dispatch() or mailing.write_letters():
        pass


def letters() -> list[OutboundMessage]:
    return list(OutboundMessage.objects.order_by("pk"))


def told() -> list[str]:
    """Who is written to about pages, by the names of `reader`, as often as they are."""
    about = OutboundMessage.objects.filter(kind="page").order_by("to")
    return [address.partition("@")[0] for address in about.values_list("to", flat=True)]


def unsubscribe_in(letter: OutboundMessage) -> str:
    """The address in `List-Unsubscribe`, as it travels: no mail program puts it together again."""
    (line,) = (
        each for each in to_wire(letter).split(b"\r\n") if each.startswith(b"List-Unsubscribe: ")
    )
    return line.decode("ascii").partition(" ")[2].strip("<>")


def as_received(letter: OutboundMessage) -> EmailMessage:
    found = email.message_from_bytes(to_wire(letter), policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def paths_in(letter: OutboundMessage) -> list[str]:
    """The pages of ours that a letter leads to, without our name."""
    return LINK.findall(letter.text)
