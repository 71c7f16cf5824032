"""Asking for mails, confirming, changing and ending it; and messages in a browser."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from hubung.channels.email import addresses
from hubung.channels.email.models import OutboundMessage, OutboundState
from hubung.kernel import clock
from hubung.portal.subscriptions import letters
from hubung.portal.subscriptions.choices import Choice
from hubung.portal.subscriptions.models import Browser, Subscription

#: Whoever asks in another's name does not fill their mailbox.
BETWEEN_LETTERS = timedelta(hours=1)


@transaction.atomic
def ask(*, email: str, choice: Choice, language: str) -> None:
    """Write to an address that somebody typed, at most once an hour.

    What its owner has confirmed already stays as it is; the letter tells them what that is. Nothing
    tells whoever asked which of these happened.
    """
    email, now = addresses.normalise(email), clock.now()
    fresh = Subscription(email=email, language=language)
    choice.put_into(fresh)
    # In one statement, since two may ask for one address at the same instant.
    Subscription.objects.bulk_create([fresh], ignore_conflicts=True)
    subscription = Subscription.objects.select_for_update().get(email=email)
    if subscription.confirmed_at is None:
        choice.put_into(subscription)
        subscription.language, subscription.asked_at = language, now
    if subscription.written_at is None or subscription.written_at <= now - BETWEEN_LETTERS:
        subscription.written_at = now
        if subscription.confirmed_at is None:
            letters.queue_confirmation(subscription)
        else:
            letters.queue_reminder(subscription, choice)
    subscription.save()


@transaction.atomic
def confirm(*, subscription: Subscription) -> None:
    """Its owner pressed the button that only a letter leads to."""
    if subscription.confirmed_at is None:
        subscription.confirmed_at = clock.now()
        subscription.save(update_fields=["confirmed_at"])


@transaction.atomic
def choose(*, email: str, choice: Choice, language: str) -> None:
    """What somebody wants who has just proved that the address is theirs: it holds at once."""
    fresh = Subscription(email=email, language=language)
    choice.put_into(fresh)
    Subscription.objects.bulk_create([fresh], ignore_conflicts=True)
    subscription = Subscription.objects.select_for_update().get(email=email)
    confirm(subscription=subscription)
    change(subscription=subscription, choice=choice, language=language)


@transaction.atomic
def change(*, subscription: Subscription, choice: Choice, language: str) -> None:
    choice.put_into(subscription)
    subscription.language = language
    subscription.save()


@transaction.atomic
def end(*subscriptions: Subscription) -> None:
    """Forget these addresses, and the letters to them; what a worker is just sending goes out."""
    for subscription in subscriptions:
        letters_to = OutboundMessage.objects.filter(to=subscription.email, kind__in=letters.KINDS)
        letters_to.exclude(state=OutboundState.QUEUED).delete()
    Subscription.objects.filter(pk__in=[one.pk for one in subscriptions]).delete()


@transaction.atomic
def show(*, endpoint: str, public_key: str, secret: str, choice: Choice, language: str) -> None:
    """Tell a browser from now on; its owner has allowed it there. Once more: another choice."""
    fresh = Browser(endpoint=endpoint, language=language)
    choice.put_into(fresh)
    Browser.objects.bulk_create([fresh], ignore_conflicts=True)
    browser = Browser.objects.select_for_update().get(endpoint=endpoint)
    choice.put_into(browser)
    browser.language, browser.public_key, browser.secret = language, public_key, secret
    browser.save()


@transaction.atomic
def show_no_more(*, endpoint: str) -> None:
    """Forget a browser; nobody but it knows its endpoint."""
    Browser.objects.filter(endpoint=endpoint).delete()
