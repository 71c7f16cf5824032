"""The way into an account for whoever has never signed in."""

from __future__ import annotations

from django.db import models

from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.mail.models.account import Account


class ActivationLink(models.Model):
    """A link that its person opens once; only a digest of its secret is kept.

    `handed_to` is who brings it to them, and answers for that: without the right to, the link is
    worth nothing any more.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="activation_links")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    handed_to = models.ForeignKey(Person, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.account} ({self.made_at:%Y-%m-%d})"
