"""What a person has the mail server do for them: answer while they are away, and sort."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hubung.mail.models.account import Account


class OwnRules(models.Model):
    """The answer that goes out while somebody is away; and whether the mail server has it all.

    `Filter`s of the account are part of the same script, so they wait here, too.
    """

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="rules")
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(max_length=3000, blank=True, help_text="Empty: nothing is answered.")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="The last day away.")
    placed = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the script that the mail server has."
    )
    next_attempt_at = models.DateTimeField(
        null=True, blank=True, help_text="When it is to be put in place; empty: it is."
    )

    class Meta:
        verbose_name_plural = "own rules"
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_its_start",
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
            )
        ]
        indexes = [
            models.Index(
                name="rules_waiting",
                fields=["next_attempt_at"],
                condition=Q(next_attempt_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.account)


class Part(models.TextChoices):
    """Where a filter looks."""

    SENDER = "from", _("Sender")
    RECIPIENT = "to", _("Recipient")
    SUBJECT = "subject", _("Subject")


class Deed(models.TextChoices):
    """What a filter does. Mail is sent on by `Forward` alone, which has rules of its own."""

    FILE = "file", _("Put it into a folder")
    READ = "read", _("Mark it as read")
    BIN = "bin", _("Put it into the bin")


class Filter(models.Model):
    """Letters with some words in some part are sorted; the first that files one is the last."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="filters")
    part = models.CharField(max_length=8, choices=Part)
    words = models.CharField(max_length=100, help_text="In any case of letters.")
    deed = models.CharField(max_length=4, choices=Deed)
    folder = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="filter_names_its_folder",
                condition=Q(deed="file") & ~Q(folder="") | ~Q(deed="file") & Q(folder=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.words}"
