"""Letters that the filter keeps from their readers, until somebody has looked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.mail.models.account import Account


class HeldLetter(models.Model):
    """A letter as it came, with what the filter found; deleted after `quarantine_days`."""

    sha256 = models.CharField(max_length=64, unique=True, help_text="Of the content.")
    content = models.BinaryField(help_text="Empty once nobody waits for it any more.")
    size = models.PositiveIntegerField(help_text="In bytes.")
    sender = models.CharField(max_length=320, blank=True, help_text="Of the envelope.")
    author = models.CharField(max_length=320, blank=True, help_text="The line From, decoded.")
    subject = models.CharField(max_length=300, blank=True)
    score = models.FloatField(default=0)
    virus = models.CharField(max_length=150, blank=True, help_text="Its name, if it has one.")
    findings = models.JSONField(default=list, help_text="Names of what the filter found.")
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.subject or self.sender


class HeldState(models.TextChoices):
    HELD = "held", _("Held back")
    RELEASED = "released", _("Let through")
    DELETED = "deleted", _("Deleted")


class HeldCopy(models.Model):
    """A held letter for one of its recipients, who is let read it or not."""

    letter = models.ForeignKey(HeldLetter, models.CASCADE, related_name="copies")
    recipient = models.CharField(max_length=320, help_text="Lower case.")
    account = models.ForeignKey(
        Account, models.CASCADE, null=True, blank=True, related_name="held_copies"
    )
    state = models.CharField(max_length=8, choices=HeldState, default=HeldState.HELD)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-letter__at", "-pk"]
        verbose_name_plural = "held copies"
        constraints = [
            models.UniqueConstraint(name="held_copy_once", fields=["letter", "recipient"])
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.letter}"
