"""Telephones in a browser: who may use one now."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from hubung.directory.models import Person
from hubung.kernel import clock


class BrowserLine(models.Model):
    """A line that a browser may use; its row is its right, and without the row it is gone.

    A person has one, as long as the session in which they asked for it; a visitor of the portal
    has one until `until`. The password is derived and kept nowhere.
    """

    name = models.CharField(max_length=28, unique=True, help_text="As the engine knows it.")
    nonce = models.CharField(max_length=32, help_text="What its password is derived from.")
    person = models.OneToOneField(
        Person, models.CASCADE, null=True, blank=True, related_name="browser_line"
    )
    session = models.ForeignKey(
        "usersessions.UserSession", models.CASCADE, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    put_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the engine knows this password."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="line_of_person_or_visitor",
                condition=Q(person__isnull=False, session__isnull=False, until__isnull=True)
                | Q(person__isnull=True, session__isnull=True, until__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def password(self) -> str:
        text = f"{self.name}:{self.nonce}"
        return salted_hmac("hubung.telephony.line", text, algorithm="sha256").hexdigest()
