"""Desk telephones: given to somebody with a password that is shown once, and taken away."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.accounts.services import may_look_after
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.telephony.asterisk.lines import digest_of
from hubung.telephony.models import DeskPhone

#: 100 random bits, in groups that are typed without mistakes.
_PASSWORD_BYTES, _GROUP = 15, 4
_SEEN_EVERY = timedelta(minutes=1)


def may_give(by: Person, person: Person) -> bool:
    """Whoever looks after their account; an administrator for themselves, too."""
    return may_look_after(by, person) or by.pk == person.pk


@transaction.atomic
def give(*, by: Person, person: Person) -> str:
    """A telephone for their desk; the one before is cut off. Returns its password, kept nowhere.

    Raises PermissionDenied.
    """
    _require(by, person)
    letters = base64.b32encode(secrets.token_bytes(_PASSWORD_BYTES)).decode().lower()
    password = "-".join(letters[n : n + _GROUP] for n in range(0, len(letters), _GROUP))
    DeskPhone.objects.update_or_create(
        person=person,
        defaults={
            "digest": digest_of(f"desk-{person.pk}", password),
            "made_at": clock.now(),
            "made_by": by,
            "seen_at": None,
        },
    )
    record(Act.DESK_PHONE_GIVEN, by, f"person:{person.pk}")
    return password


@transaction.atomic
def take(*, by: Person, person: Person) -> None:
    """Cut it off: it can neither call nor be called, and what it talks ends. Raises
    PermissionDenied.
    """
    _require(by, person)
    if DeskPhone.objects.filter(person=person).delete()[0]:
        record(Act.DESK_PHONE_TAKEN, by, f"person:{person.pk}")


def are_registered(names: Iterable[str]) -> None:
    """These telephones are registered with the engine now."""
    now = clock.now()
    people = [int(name.removeprefix("desk-")) for name in names if name.startswith("desk-")]
    unseen = Q(seen_at__isnull=True) | Q(seen_at__lt=now - _SEEN_EVERY)
    DeskPhone.objects.filter(unseen, person__in=people).update(seen_at=now)


def _require(by: Person, person: Person) -> None:
    if not may_give(by, person):
        raise PermissionDenied
