"""Sign-ins, second factors and passwords, as Django and allauth tell of them."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal, receiver
from django.http import HttpRequest

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.audit.where import Where, mark_of
from hubung.directory.models import Person


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: Person, **_kwargs: Any) -> None:
    record(Act.SIGNED_IN, user, _subject(user), where=Where.of(request))


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: Person | None, **_kwargs: Any) -> None:
    if user is not None:
        record(Act.SIGNED_OUT, user, _subject(user), where=Where.of(request))


@receiver(user_login_failed)
def sign_in_failed(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any
) -> None:
    """Whom it was tried for; an address that is nobody's only as a mark, it may be a password."""
    typed = str(credentials.get("email") or "").lower()
    person = Person.objects.filter(email=typed).first()
    subject = _subject(person) if person else f"account:{mark_of(typed)}"
    record(Act.SIGN_IN_FAILED, None, subject, where=Where.of(request) if request else None)


@receiver(authenticator_used)
def factor_used(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_kwargs: Any
) -> None:
    data = {"type": str(authenticator.type)}
    record(Act.FACTOR_USED, user, _subject(user), where=Where.of(request), data=data)


@receiver(authentication_failed)
def factor_failed(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_kwargs: Any
) -> None:
    data = {"type": str(authenticator.type)}
    record(Act.FACTOR_FAILED, None, _subject(user), where=Where.of(request), data=data)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def factor_changed(
    signal: Signal, request: HttpRequest, user: Person, authenticator: Authenticator, **_kwargs: Any
) -> None:
    did = {authenticator_added: "added", authenticator_removed: "removed"}.get(signal, "renewed")
    data = {"did": did, "type": str(authenticator.type)}
    record(Act.FACTOR_CHANGED, user, _subject(user), where=Where.of(request), data=data)


@receiver([password_set, password_changed, password_reset])
def password_was_changed(request: HttpRequest, user: Person, **_kwargs: Any) -> None:
    """A reset by mail is done by whoever reads that mail, not by somebody signed in."""
    actor = user if request.user == user else None
    record(Act.PASSWORD_CHANGED, actor, _subject(user), where=Where.of(request))


def _subject(person: Person) -> str:
    return f"person:{person.pk}"
