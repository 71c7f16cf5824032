"""What follows for the mail from what happens in the directory, and from a first sign-in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account.signals import password_changed, password_set
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from hubung.directory import events
from hubung.directory.accounts.events import AccountSwitched
from hubung.directory.models import Person
from hubung.kernel.events import Event, handles, handles_many
from hubung.mail import activating, services, telling
from hubung.mail.daemons import quarantine, suspension
from hubung.mail.events import (
    AccountCut,
    AccountsProvisioned,
    AppPasswordRevoked,
    HeldReleased,
    LetterHeld,
    QuotasChanged,
    SendingStopped,
    SignedOut,
)
from hubung.mail.models import Account, GroupLetter, HeldCopy, SendingStop


@handles_many(
    events.DirectoryImported,
    events.UnitOpened,
    events.UnitRenamed,
    events.UnitMoved,
    events.UnitClosed,
    events.PostAppointed,
    events.PostRelieved,
    events.PersonAmended,
    AccountSwitched,
    QuotasChanged,
)
def follow_directory(happened: Sequence[Event]) -> None:
    """Once for all that has happened: it looks at everything anyway.

    Holders, heads and members need nothing: the daemons' views read them where they stand.
    """
    if any(_concerns_mail(event) for event in happened):
        services.provision()


def _concerns_mail(event: Event) -> bool:
    """Whether addresses, rooms or who has a mailbox may be others now."""
    return not isinstance(event, events.PersonAmended) or bool({"email", "unit"} & {*event.fields})


@handles_many(events.PersonAmended)
def find_by_new_names(happened: Sequence[events.PersonAmended]) -> None:
    """Whoever is called otherwise is found so."""
    renamed = {event.person_id for event in happened if "name" in event.fields}
    services.keep_words(Account.objects.filter(person__in=renamed))


@handles(AccountCut, AppPasswordRevoked)
def cut_off(event: SignedOut) -> None:
    """Programs that are signed in are thrown out; those that still may come back by themselves.

    Where the daemons could not be asked, this is tried again.
    """
    suspension.suspend(event.login)


@handles(SendingStopped)
def tell_of_stop(event: SendingStopped) -> None:
    """The owner, and those who can let it go on: they know by telephone whether it was the owner.

    A thief may read the owner's letter and can do nothing with it.
    """
    stop = SendingStop.objects.select_related("account__person__unit", "account__unit").get(
        pk=event.stop_id
    )
    account, base = stop.account, settings.HUBUNG.public_url
    shown = {"account": account, "stop": stop}
    subject = gettext_lazy("Sending from a mail account was stopped")
    if account.person is not None:
        own = base + reverse("mail:own")
        telling.tell(account.person, subject, "sending_stopped", **shown, own=True, url=own)
    page = base + reverse("desk:setup:mail_sending")
    for keeper in telling.keepers_of(account):
        telling.tell(keeper, subject, "sending_stopped", **shown, own=False, url=page)


@handles(HeldReleased)
def deliver_released(event: HeldReleased) -> None:
    """Where Postfix does not take it now, this is tried again."""
    quarantine.deliver(HeldCopy.objects.select_related("letter").get(pk=event.copy_id))


@handles(LetterHeld)
def tell_moderators(event: LetterHeld) -> None:
    """Those who were chosen or have the role; where there are none, who keeps the group."""
    letter = GroupLetter.objects.select_related("group__unit").get(pk=event.letter_id)
    url = settings.HUBUNG.public_url + reverse("mail:letters")
    for person in telling.moderators_of(letter.group):
        subject = gettext_lazy("A letter to a group waits for your decision")
        telling.tell(person, subject, "letter_held", held=letter, url=url)


@receiver(user_logged_in)
def activate_account(request: HttpRequest, user: Person, **_kwargs: Any) -> None:
    """Whoever signs in has their own password or passkey: their mailbox waits no longer.

    Who came by a link has neither yet, and goes on to choose.
    """
    if not activating.came_by_link(request, user):
        services.activate(person=user)


@receiver(authenticator_added)
@receiver(password_set)
@receiver(password_changed)
def open_account(request: HttpRequest, user: Person, **_kwargs: Any) -> None:
    """They may be able to sign in by themselves from now on."""
    activating.settle(request, user)


@handles_many(AccountsProvisioned)
def hand_links_out(_happened: Sequence[Event]) -> None:
    """Whoever is new gets their link by the coordinator of their unit."""
    services.send_due_links()
