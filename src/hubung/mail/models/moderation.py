"""Letters to a moderated group, and who decides about them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.mail.models.account import Account
from hubung.mail.models.group import Group


class GroupModerator(models.Model):
    """Somebody chosen to decide, beside those with the group's role."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="chosen_moderators")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="group_moderator_once", fields=["group", "account"])
        ]

    def __str__(self) -> str:
        return str(self.account)


class LetterState(models.TextChoices):
    WAITING = "waiting", _("Waits for a decision")
    RELEASED = "released", _("On its way to the members")
    DELIVERED = "delivered", _("Delivered")
    REJECTED = "rejected", _("Rejected")


#: What would be lost with its group.
UNDELIVERED = (LetterState.WAITING, LetterState.RELEASED)


class GroupLetter(models.Model):
    """A letter as it came for a moderated group. The same one twice is one.

    `content` goes once it is delivered: the members have it. `sent_to` is the last member who was
    sent it, in the order of addresses, so that an interruption repeats little.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="letters")
    address = models.CharField(max_length=254, help_text="The group's, that it was written to.")
    sender = models.CharField(max_length=320, blank=True, help_text="Envelope sender.")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    author = models.CharField(max_length=254, blank=True, help_text="The line From.")
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True, help_text="How it begins, for whoever decides.")
    attachments = models.JSONField(default=list, help_text="Names of its files.")
    received_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=9, choices=LetterState, default=LetterState.WAITING)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was rejected.")
    sent_to = models.CharField(max_length=254, blank=True)
    next_attempt_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [models.UniqueConstraint(name="letter_once", fields=["group", "sha256"])]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="letter_released", condition=Q(state="released")
            ),
            models.Index(fields=["group"], name="letter_waiting", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"
