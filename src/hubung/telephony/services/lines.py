"""Lines of browsers: given, taken back, and known to the engine through the phone program.

Those of desk telephones are given in `desk_phones`, and known to the engine the same way.

Web servers may run on other machines than the engine, so what they give is a row. The phone program
puts `wanted()` into the engine, says so with `are_put`, and takes out what is wanted no more: a
session that ended, a person who was suspended or lost their roles, a visitor whose time is over.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q

from hubung.directory.models import Grant, Person, in_force, today
from hubung.kernel import clock
from hubung.telephony.asterisk.lines import Line
from hubung.telephony.models import BrowserLine, DeskPhone

#: How long a visitor's line may be used; a longer call goes on, but none can be begun.
VISITOR_LIFE = timedelta(minutes=15)
LONGEST_VISIT = timedelta(hours=2)


@transaction.atomic
def give_to_person(*, person: Person, session_key: str) -> BrowserLine:
    """A fresh password for their line, good as long as this session; the one before is void."""
    session = UserSession.objects.get(session_key=session_key, user=person)
    line, _new = BrowserLine.objects.update_or_create(
        person=person,
        defaults={
            "name": f"agent-{person.pk}",
            "nonce": secrets.token_hex(16),
            "session": session,
            "made_at": clock.now(),
            "put_at": None,
        },
    )
    return line


@transaction.atomic
def give_to_visitor() -> BrowserLine:
    """A line that can reach our number and nothing else, for somebody whom we do not know."""
    now = clock.now()
    return BrowserLine.objects.create(
        name=f"web-{secrets.randbelow(10**15)}",
        nonce=secrets.token_hex(16),
        made_at=now,
        until=now + VISITOR_LIFE,
    )


def take_from_person(*, person: Person) -> None:
    """They sit at their telephone no more."""
    BrowserLine.objects.filter(person=person).delete()


def wanted() -> dict[str, Line]:
    """Every line that may be used now, by its name; browsers' rows that ended are deleted here."""
    now = clock.now()
    BrowserLine.objects.filter(until__lt=now).delete()
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    with_role = Grant.objects.filter(in_force(today())).values("person")
    on_duty = Q(person__is_active=True, person__in=with_role)
    browsers = BrowserLine.objects.filter(
        Q(until__isnull=False) | on_duty & Q(session__session_key__in=alive)
    )
    phones = DeskPhone.objects.filter(on_duty)
    return {
        **{line.name: Line(line.name, line.password) for line in browsers},
        **{phone.name: Line(phone.name, digest=phone.digest) for phone in phones},
    }


def somebody_waits() -> bool:
    """Whether a browser was given a line that the engine does not know yet."""
    return BrowserLine.objects.filter(put_at__isnull=True).exists()


def are_put(passwords: Mapping[str, str]) -> None:
    """The engine knows these lines by these passwords."""
    for line in _waiting(passwords):
        if line.password == passwords[line.name]:
            BrowserLine.objects.filter(pk=line.pk, nonce=line.nonce).update(put_at=clock.now())


def _waiting(names: Iterable[str]) -> Iterable[BrowserLine]:
    return BrowserLine.objects.filter(name__in=list(names), put_at__isnull=True)
