"""Mailboxes: of a person, or shared by several."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hubung.directory.models import Person, Unit, UnitKind, today
from hubung.kernel import clock

MEBIBYTE = 1024 * 1024


class AccountState(models.TextChoices):
    """How far an account has come; the days `opens_on` and `closes_on` are asked besides.

    Mail is taken in every state but the last. Only an active account signs in and sends.
    """

    WAITING = "waiting", _("Not activated yet")
    ACTIVE = "active", _("In use")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("No longer in use")


def new_home() -> str:
    """A folder for a mailbox, as `3f/3f9a…`: from no name, so that it outlives every name."""
    name = secrets.token_hex(12)
    return f"{name[:2]}/{name}"


class Account(models.Model):
    """A mailbox with an address to sign in with; without a person it is shared."""

    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="mail_account"
    )
    label = models.CharField(max_length=150, blank=True, help_text="Name of a shared mailbox.")
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shared_mailboxes",
        help_text="Who looks after a shared mailbox.",
    )
    login = models.CharField(
        max_length=254, unique=True, help_text="The main address, lower case; one signs in with it."
    )
    home = models.CharField(
        max_length=40,
        unique=True,
        default=new_home,
        editable=False,
        help_text="Folder of the mailbox, relative; never another account's.",
    )
    quota_bytes = models.BigIntegerField(default=2048 * MEBIBYTE)
    quota_by_hand = models.BooleanField(
        default=False, help_text="Set for this account: no rule changes it."
    )
    state = models.CharField(max_length=10, choices=AccountState, default=AccountState.WAITING)
    opens_on = models.DateField(default=today)
    closes_on = models.DateField(
        null=True, blank=True, help_text="The first day on which it is closed."
    )
    activated_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    reason = models.CharField(
        max_length=200, blank=True, help_text="Why it is suspended or closed."
    )
    words_from = models.CharField(
        max_length=425,
        blank=True,
        editable=False,
        help_text="The address, unit and name that its words were taken from.",
    )

    class Meta:
        ordering = ["login"]
        constraints = [
            models.CheckConstraint(
                name="mailbox_of_person_or_shared",
                condition=Q(person__isnull=False, label="") | Q(person__isnull=True) & ~Q(label=""),
            ),
            models.CheckConstraint(
                name="mailbox_closes_after_opening",
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
            ),
            models.CheckConstraint(name="mailbox_has_room", condition=Q(quota_bytes__gt=0)),
        ]

    def __str__(self) -> str:
        return self.login

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.label

    @property
    def is_shared(self) -> bool:
        return self.person_id is None

    def takes_mail_on(self, day: date) -> bool:
        """Whether mail for it is accepted; the daemons are told the same by their views."""
        return (
            self.state != AccountState.CLOSED
            and self.opens_on <= day
            and (self.closes_on is None or self.closes_on > day)
        )


class SharedRight(models.Model):
    """A person works with a shared mailbox: reads it in any case."""

    mailbox = models.ForeignKey(Account, models.CASCADE, related_name="rights")
    person = models.ForeignKey(Person, models.CASCADE, related_name="shared_mailboxes")
    may_write = models.BooleanField(
        default=True, help_text="Files, marks and deletes its letters, not only reads."
    )
    may_send = models.BooleanField(default=True, help_text="Writes letters in its name.")
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="shared_right_once", fields=["mailbox", "person"])
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.mailbox}"


class QuotaRule(models.Model):
    """How much room an account gets by the post of its person; the largest that fits counts."""

    unit_kind = models.CharField(
        max_length=24, choices=UnitKind, blank=True, help_text="Empty: in any unit."
    )
    heads = models.BooleanField(default=False, help_text="Only for whoever heads the unit.")
    mebibytes = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="quota_rule_once", fields=["unit_kind", "heads"]),
            models.CheckConstraint(name="quota_rule_has_room", condition=Q(mebibytes__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.unit_kind or '*'}{' (heads)' if self.heads else ''}: {self.mebibytes} MiB"
