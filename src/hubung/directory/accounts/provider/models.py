"""What ties the tokens of an application to the session that it was let in from."""

from __future__ import annotations

from allauth.idp.oidc.models import Client, Token
from django.db import models

from hubung.kernel import clock


class Passage(models.Model):
    """Somebody let an application in, from one of their sessions.

    It ends with the session, and its tokens end with it (`signals`).
    """

    session = models.ForeignKey("usersessions.UserSession", models.CASCADE, related_name="passages")
    client = models.ForeignKey(Client, models.CASCADE, related_name="passages")
    code_digest = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 of the authorization code, hexadecimal."
    )
    tokens = models.ManyToManyField(Token, related_name="passages")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.client_id} in session {self.session_id}"
