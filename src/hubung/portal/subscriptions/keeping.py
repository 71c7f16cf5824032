"""How long subscriptions and letters are kept, and what their owner is shown and may erase."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.channels.email.models import OutboundMessage
from hubung.portal.subscriptions import letters, services
from hubung.portal.subscriptions.choices import Choice
from hubung.portal.subscriptions.models import BrowserMessage, Subscription
from hubung.privacy.elsewhere import Keeper, Kept, keep
from hubung.privacy.retention.book import Schedule, register

_PRIVACY = "UU 27/2022: no longer than its purpose needs"


def _unconfirmed(before: datetime) -> QuerySet[Any]:
    return Subscription.objects.filter(confirmed_at=None, asked_at__lt=before)


def _end(keys: Sequence[Any]) -> None:
    services.end(*Subscription.objects.filter(pk__in=keys))


register(
    Schedule(
        "unconfirmed_subscriptions",
        "Subscriptions that nobody confirmed",
        "last asked for",
        "all, and the letters to that address",
        _PRIVACY,
        _unconfirmed,
        _end,
    )
)
register(
    Schedule(
        "subscription_letters",
        "Letters to subscribers",
        "written",
        "all; that the page was told stays",
        _PRIVACY,
        lambda day: OutboundMessage.objects.filter(kind__in=letters.KINDS, created_at__lt=day),
        lambda keys: OutboundMessage.objects.filter(pk__in=keys).delete(),
    )
)

register(
    Schedule(
        "browser_messages",
        "Messages in browsers that are sent or given up",
        "written",
        "all; that the page was told stays",
        _PRIVACY,
        lambda day: BrowserMessage.objects.filter(next_attempt_at=None, created_at__lt=day),
        lambda keys: BrowserMessage.objects.filter(pk__in=keys).delete(),
    )
)


def _of(emails: Collection[str]) -> QuerySet[Subscription]:
    return Subscription.objects.filter(email__in=emails).select_related("unit").order_by("pk")


def _tell(emails: Collection[str]) -> Iterator[Kept]:
    for subscription in _of(emails):
        state = _("confirmed") if subscription.confirmed_at else _("not confirmed")
        said = "; ".join([*Choice.of(subscription).lines, state])
        yield Kept(subscription.asked_at, subscription.email, said)
        for letter in OutboundMessage.objects.filter(
            to=subscription.email, kind__in=letters.KINDS
        ).order_by("pk"):
            yield Kept(letter.created_at, subscription.email, letter.subject)


def _erase(emails: Collection[str]) -> None:
    services.end(*_of(emails))


keep(Keeper(gettext_lazy("Mails about new pages of the portal"), _tell, _erase))
