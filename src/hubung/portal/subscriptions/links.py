"""Addresses of a subscription's own pages: signed, without the mail address, good for ever."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from hubung.portal.subscriptions.models import Subscription

_signer = signing.Signer(salt="portal.subscriptions", sep=".")


def token_of(subscription: Subscription) -> str:
    return _signer.sign(subscription.key)


def key_in(token: str) -> str:
    """The key of a subscription, which may have ended. Raises BadSignature."""
    return _signer.unsign(token)


def own_page(subscription: Subscription) -> str:
    """Where its owner confirms, changes and ends it."""
    return _absolute("own", subscription)


def end_page(subscription: Subscription) -> str:
    """What mail programs post to (RFC 8058)."""
    return _absolute("end", subscription)


def _absolute(name: str, subscription: Subscription) -> str:
    address = reverse(f"subscriptions:{name}", args=[token_of(subscription)])
    return f"{settings.HUBUNG.public_url}{address}"
