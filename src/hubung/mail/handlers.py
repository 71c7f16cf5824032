"""What follows for the mail from what happens in the directory, and from a first sign-in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from hubung.directory import events
from hubung.directory.accounts.events import AccountSwitched
from hubung.directory.models import Person
from hubung.kernel.events import Event, handles, handles_many
from hubung.mail import services
from hubung.mail.daemons import suspension
from hubung.mail.events import AccountCut, AppPasswordRevoked, SignedOut


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


@handles(AccountCut, AppPasswordRevoked)
def cut_off(event: SignedOut) -> None:
    """Programs that are signed in are thrown out; those that still may come back by themselves.

    Where the daemons could not be asked, this is tried again.
    """
    suspension.suspend(event.login)


@receiver(user_logged_in)
def activate_account(user: Person, **_kwargs: Any) -> None:
    """Whoever signs in has their own password or passkey: their mailbox waits no longer."""
    services.activate(person=user)
