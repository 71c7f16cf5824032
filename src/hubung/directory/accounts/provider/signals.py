"""What ends with a session, and what with a password."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.idp.oidc.models import Token
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.http import HttpRequest

from hubung.directory.accounts.provider import farewells
from hubung.directory.accounts.provider.models import Passage
from hubung.directory.models import Person


@receiver(pre_delete, sender=Passage)
def end_its_tokens(instance: Passage, **_kwargs: Any) -> None:
    """However a passage ends, by itself or with its session, nothing that it gave stays good."""
    farewells.note(instance)
    Token.objects.filter(passages=instance).delete()


@receiver(user_logged_out)
def end_with_the_session(request: HttpRequest, **_kwargs: Any) -> None:
    """At once: allauth notices a session that is gone only when somebody lists them."""
    if key := request.session.session_key:
        Passage.objects.filter(session__session_key=key).delete()


@receiver([password_set, password_changed, password_reset])
def end_with_the_password(user: Person, **_kwargs: Any) -> None:
    """A new password is often the answer to a theft."""
    Passage.objects.filter(session__user=user).delete()
