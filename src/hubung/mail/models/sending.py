"""How much an account may send, how much it has sent, and when it was stopped for that."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hubung.directory.models import Person, today
from hubung.kernel import clock
from hubung.mail.models.account import Account


class SendingLimit(models.Model):
    """What everybody, or one account, may send from a day on; the youngest that holds counts."""

    account = models.ForeignKey(
        Account,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sending_limits",
        help_text="Empty: everybody who has no limit of their own.",
    )
    messages_hour = models.PositiveIntegerField(help_text="Messages in an hour.")
    recipients_hour = models.PositiveIntegerField(
        help_text="Recipients in an hour, of all of them."
    )
    messages_day = models.PositiveIntegerField(help_text="Messages in 24 hours.")
    recipients_day = models.PositiveIntegerField(help_text="Recipients in 24 hours.")
    source = models.CharField(max_length=200, help_text="The decree or reason.")
    valid_from = models.DateField(default=today)
    valid_to = models.DateField(null=True, blank=True, help_text="The first day without it.")

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="sending_limit_once_a_day",
                fields=["valid_from"],
                condition=Q(account__isnull=True),
            ),
            models.UniqueConstraint(
                name="sending_limit_of_account_once_a_day", fields=["account", "valid_from"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account or '*'} ({self.valid_from})"

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to > day)


class Sent(models.Model):
    """What an account has sent in ten minutes; older ones than a day are deleted."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="sent")
    slot = models.BigIntegerField(help_text="Ten minutes, counted from 1970.")
    messages = models.PositiveIntegerField()
    recipients = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="sent_once_a_slot", fields=["account", "slot"])]
        indexes = [models.Index(name="sent_slot", fields=["slot"])]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.messages}"


class Excess(models.TextChoices):
    """Which of the four limits was passed; named like its field."""

    MESSAGES_HOUR = "messages_hour", _("messages in an hour")
    RECIPIENTS_HOUR = "recipients_hour", _("recipients in an hour")
    MESSAGES_DAY = "messages_day", _("messages in 24 hours")
    RECIPIENTS_DAY = "recipients_day", _("recipients in 24 hours")


class SendingStop(models.Model):
    """An account sends nothing until somebody releases it; it still reads and gets mail."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="sending_stops")
    at = models.DateTimeField(default=clock.now)
    excess = models.CharField(max_length=16, choices=Excess)
    most = models.PositiveIntegerField(help_text="The limit that was passed.")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was released.")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_sending_stop",
                fields=["account"],
                condition=Q(released_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.excess}"
