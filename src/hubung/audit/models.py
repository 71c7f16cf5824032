"""What the log keeps: entries in one chain, the chain's head, and a seal for each day."""

from __future__ import annotations

from django.db import models

from hubung.directory.models import Person
from hubung.kernel.chains import new_salt

#: Filled in a single time by the worker that ties an entry into the chain.
WRITTEN_ONCE = ("seq", "genuine", "previous_hash", "hash")


class Entry(models.Model):
    """One reading or change. Triggers in both databases refuse to change or delete it."""

    at = models.DateTimeField()
    action = models.CharField(max_length=24, help_text="One of `choices.Act`.")
    actor = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,  # `audit_actor` serves it
        help_text="None: nobody was signed in.",
    )
    actor_name = models.CharField(max_length=150, blank=True, help_text="As it was then.")
    subject = models.CharField(max_length=64, blank=True, help_text="As `case:42`, `person:7`.")
    why = models.TextField(blank=True)
    address = models.CharField(
        max_length=100, blank=True, help_text="IP address, or account@machine of a command."
    )
    session = models.CharField(max_length=16, blank=True, help_text="A mark, not the key.")
    data = models.JSONField(default=dict, help_text="Facts of the step: no personal data.")
    salt = models.CharField(max_length=16, default=new_salt)
    words_digest = models.CharField(max_length=64, help_text="Of address and reason.")
    mark = models.CharField(max_length=64, help_text="The program's own, under its secret key.")

    seq = models.PositiveBigIntegerField(null=True, unique=True, help_text="1, 2, 3 …")
    genuine = models.BooleanField(null=True, help_text="Whether the mark was right when chained.")
    previous_hash = models.CharField(max_length=64, null=True)
    hash = models.CharField(max_length=64, null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["at", "id"], name="audit_at"),
            models.Index(fields=["actor", "at", "id"], name="audit_actor"),
            models.Index(fields=["subject", "at", "id"], name="audit_subject"),
            models.Index(fields=["action", "at", "id"], name="audit_action"),
            models.Index(
                fields=["id"], name="audit_unchained", condition=models.Q(seq__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action} {self.subject}"


class Head(models.Model):
    """The end of the chain; one row, locked by the worker that lengthens it."""

    entries = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.entries} {self.hash}"


class Seal(models.Model):
    """A day, signed. `payload` is kept letter by letter: the signature is over exactly this."""

    number = models.PositiveIntegerField(unique=True, help_text="1, 2, 3 …")
    day = models.DateField(unique=True)
    payload = models.TextField()
    signature = models.CharField(max_length=88, help_text="Ed25519, base64.")

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.day}"
