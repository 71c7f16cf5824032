"""What allauth tells of, and what follows from it."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from hubung.directory.accounts.access import FACTORS
from hubung.directory.accounts.adapters import note_failure
from hubung.directory.models import Person


@receiver(authenticator_added)
def enrolment_proves_possession(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_kwargs: Any
) -> None:
    """Who has just enrolled a factor has shown it, so the session need not ask for it again."""
    if authenticator.type in FACTORS and user.pk == request.user.pk:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=authenticator.type, enrolled=True
        )


@receiver(authentication_failed)
def note_wrong_code(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_kwargs: Any
) -> None:
    note_failure(authenticator.type, user.email, get_adapter().get_client_ip(request))
