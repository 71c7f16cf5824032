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


class Farewell(models.Model):
    """An application that wishes it is told that a session has ended in which it was let in."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="farewells")
    sub = models.CharField(max_length=200, help_text="The person, as the application knows them.")
    sid = models.CharField(max_length=64, help_text="The session, as the application knows it.")
    made_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="farewell_once", fields=["client", "sid"])]
        indexes = [models.Index(name="farewell_waiting", fields=["next_attempt_at"])]

    def __str__(self) -> str:
        return f"{self.client_id}: {self.sid}"
