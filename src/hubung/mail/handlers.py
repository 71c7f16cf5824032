"""What follows for the mail from what happens in the directory, and from a first sign-in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from hubung.directory import events
from hubung.directory.accounts.events import AccountSwitched
from hubung.directory.models import Person
from hubung.kernel.events import Event, handles_many
from hubung.mail import services


@handles_many(
    events.DirectoryImported,
    events.UnitOpened,
    events.UnitRenamed,
    events.UnitMoved,
    events.UnitClosed,
    events.PostAppointed,
    events.PostRelieved,
    AccountSwitched,
)
def follow_directory(_events: Sequence[Event]) -> None:
    """Once for all that has happened: it looks at everything anyway.

    Holders, heads and members need nothing: the daemons' views read them where they stand.
    """
    services.provision()


@receiver(user_logged_in)
def activate_account(user: Person, **_kwargs: Any) -> None:
    """Whoever signs in has their own password or passkey: their mailbox waits no longer."""
    services.activate(person=user)
