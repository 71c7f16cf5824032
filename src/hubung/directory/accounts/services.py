"""Changes to accounts that need no browser: by the command line, administrators and the demo."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from hubung.directory.accounts.events import AccountSwitched, SecondFactorReset
from hubung.directory.models import Person, Role, today
from hubung.directory.queries import has_role
from hubung.directory.services.administrators import require_another_administrator
from hubung.kernel.events import emit


class ReasonMissingError(ValueError):
    """A second factor is reset for a reason that can be read later."""


@transaction.atomic
def enrol_totp(person: Person, secret: str = "") -> str:
    """Give a person an authenticator app; returns its secret, base32 as the apps take it.

    Replaces the one they had. `secret` fixes it (base32, 32 characters), as a demonstration needs.
    """
    secret = secret or generate_totp_secret()
    Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(person, secret)
    return secret


@transaction.atomic
def set_password(person: Person, password: str) -> None:
    """Set a password; every session of theirs ends. Raises ValidationError for a weak one."""
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    end_sessions(person)


@transaction.atomic
def reset_second_factor(person: Person, by: Person | None, reason: str) -> None:
    """Take away every factor and session of somebody who lost theirs; they enrol anew.

    `by` must be an administrator of the person's unit, and not the person: a stolen session must
    not be able to strip itself. None is the command line. Raises PermissionDenied and
    ReasonMissingError.
    """
    if by is not None and not may_look_after(by, person):
        raise PermissionDenied(
            _("Only an administrator of their unit may reset somebody's second factor.")
        )
    if not reason.strip():
        raise ReasonMissingError(_("Say why the second factor is reset."))
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    emit(
        SecondFactorReset(
            subject=f"person:{person.pk}",
            person_id=person.pk,
            by_id=by.pk if by else None,
            reason=reason.strip(),
        )
    )


@transaction.atomic
def switch_account(person: Person, by: Person | None, *, on: bool, reason: str) -> None:
    """Close an account, ending its sessions, or open it again; what it holds stays as it is.

    The same people may do it as may reset a second factor. Raises PermissionDenied,
    ReasonMissingError, and DirectoryError for the last administrator of the ministry.
    """
    if by is not None and not may_look_after(by, person):
        raise PermissionDenied(_("Only an administrator of their unit may switch an account."))
    if not reason.strip():
        raise ReasonMissingError(_("Say why the account is switched."))
    if not on:
        require_another_administrator(person, today())
    if not Person.objects.filter(pk=person.pk, is_active=not on).update(is_active=on):
        return
    person.is_active = on
    if not on:
        end_sessions(person)
    emit(
        AccountSwitched(
            subject=f"person:{person.pk}",
            person_id=person.pk,
            by_id=by.pk if by else None,
            on=on,
            reason=reason.strip(),
        )
    )


def may_look_after(by: Person, person: Person) -> bool:
    """Whether `by` administers the person's unit (the whole ministry, for one without a unit).

    Nobody looks after their own account so.
    """
    if by.pk == person.pk or not by.is_active:
        return False
    if person.unit is not None:
        return has_role(by, Role.ADMINISTRATOR, unit=person.unit)
    return any(
        grant.role == Role.ADMINISTRATOR and grant.unit.parent_id is None for grant in by.grants
    )


def end_sessions(person: Person) -> int:
    """Sign a person out everywhere, at once; returns how many sessions ended."""
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)
