"""Tokens: issued once, shown once, checked at every request, revoked for good."""

from __future__ import annotations

import secrets
import string
from collections.abc import Collection, Sequence
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hubung.api.models import REQUESTS_PER_HOUR, Application, Scope, Token
from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.audit.where import here, mark_of
from hubung.directory.models import Person, Unit
from hubung.kernel import clock

#: Scanners of published code know a secret by such a beginning.
PREFIX = "hub_"
_ALPHABET = string.ascii_letters + string.digits
_LENGTH = 40
LONGEST = timedelta(days=366)
_NOTED_EVERY = timedelta(minutes=1)
#: Addresses remembered of a token: more than the machines that one program runs on.
_PLACES = 20


class TokenError(Exception):
    """No token was made; `str()` says why, for a person."""


@transaction.atomic
def issue_token(
    *,
    name: str,
    scopes: Collection[str],
    days: int,
    person: Person | None = None,
    application: Application | None = None,
    requests_per_hour: int = REQUESTS_PER_HOUR,
    by: Person | None = None,
) -> tuple[Token, str]:
    """A new token of a person or of an application, and its secret: nobody can show it again.

    `by` is who issued it, None at the command line; the access log tells of it.
    Raises TokenError without a name or scope, or when it would last longer than `LONGEST`.
    """
    if not name.strip():
        raise TokenError(_("Say what the token is for."))
    if not scopes or not set(scopes) <= set(Scope.values):
        raise TokenError(_("Choose at least one scope."))
    if not 1 <= days <= LONGEST.days:
        raise TokenError(_("A token lasts from 1 to %(days)d days.") % {"days": LONGEST.days})
    if person is not None and not person.is_staff:
        raise TokenError(_("Only an active person with a role may have a token."))
    secret = PREFIX + "".join(secrets.choice(_ALPHABET) for _each in range(_LENGTH))
    now = clock.now()
    token = Token.objects.create(
        digest=_digest(secret),
        hint=secret[-4:],
        name=name.strip()[:100],
        person=person,
        application=application,
        scopes=sorted(set(scopes)),
        requests_per_hour=requests_per_hour,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    record(Act.TOKEN_ISSUED, by, subject_of(token), data={"scopes": token.scopes})
    return token, secret


@transaction.atomic
def revoke_token(*, token: Token, by: Person | None = None) -> None:
    """It opens nothing from now on."""
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now()):
        record(Act.TOKEN_REVOKED, by, subject_of(token))


@transaction.atomic
def register_application(
    *, name: str, units: Sequence[Unit], by: Person | None = None
) -> Application:
    """A program that may have tokens. Raises TokenError for a name that is taken, or no unit."""
    if not units:
        raise TokenError(_("Name at least one unit."))
    application, made = Application.objects.get_or_create(name=name.strip())
    if not made:
        raise TokenError(_("There is an application of this name already."))
    application.units.set(units)
    codes = sorted(unit.code for unit in units)
    record(Act.APPLICATION_MADE, by, f"application:{application.pk}", data={"units": codes})
    return application


def find_token(secret: str) -> Token | None:
    """The token with this secret, if it opens anything at this moment."""
    if not secret.startswith(PREFIX):
        return None
    token = (
        Token.objects.select_related("person", "application").filter(digest=_digest(secret)).first()
    )
    return token if token is not None and opens(token) else None


def opens(token: Token) -> bool:
    """Whether it opens anything at this moment: neither it nor its holder has ended."""
    if not token.is_valid:
        return False
    if token.person is not None:
        return token.person.is_staff
    return token.application is not None and token.application.is_active


def note_use(token: Token) -> None:
    """Keep when it was last used, and put on record when somebody's own is used from a new address.

    Not at every request, because that would be a write for each. Not for an application: its key
    may be on the telephones of those who report, and nobody learns where they are.
    """
    before = clock.now() - _NOTED_EVERY
    if token.last_used_at is None or token.last_used_at < before:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=before)
        Token.objects.filter(stale, pk=token.pk).update(last_used_at=clock.now())
    if token.person is None:
        return
    # A mark and not the address, which stands in the access log alone.
    place = mark_of(f"token {token.pk} {here().address}")
    if place not in token.places:
        with transaction.atomic():
            places = [*token.places, place][-_PLACES:]
            Token.objects.filter(pk=token.pk).update(places=places)
            record(Act.TOKEN_ELSEWHERE, token.person, subject_of(token))


def subject_of(token: Token) -> str:
    """What the access log calls it."""
    return f"token:{token.pk}"


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
