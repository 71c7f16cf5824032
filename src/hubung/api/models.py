"""Who may use the API: applications, and the tokens of people and of applications."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hubung.cases.models import Case
from hubung.directory.models import Person, Unit
from hubung.kernel import clock

#: Requests in an hour: one every two seconds, far above what a synchronisation needs.
REQUESTS_PER_HOUR = 1800


class Scope(models.TextChoices):
    """What a token opens; it never opens more than its person or application may do."""

    CASES_READ = "cases:read", _("Read reports")
    CASES_WRITE = "cases:write", _("Send and handle reports")
    DIRECTORY_READ = "directory:read", _("Read the directory")
    WEBHOOKS_MANAGE = "webhooks:manage", _("Manage webhooks")
    ACCOUNTS_PROVISION = "accounts:provision", _("Set up accounts and groups (SCIM)")
    TIMES_WRITE = "times:write", _("Hand in how long services took")
    NUMBERS_READ = "numbers:read", _("Read the NIP of accounts that it sets up")


class Application(models.Model):
    """A program of the ministry or of a partner, under a name, for some units."""

    name = models.CharField(max_length=100, unique=True)
    units = models.ManyToManyField(
        Unit, related_name="+", help_text="It sees the cases of these and of all below them."
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Token(models.Model):
    """The right to call the API, as a person or as an application, for a time.

    Only a digest is stored. The secret is 238 random bits, so a plain SHA-256 cannot be guessed
    back and is found by its index. A row is never deleted: it is the record of who held what.
    """

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret.")
    hint = models.CharField(max_length=4, help_text="The secret's last characters, to tell it by.")
    name = models.CharField(max_length=100, help_text="What it is used for.")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="api_tokens"
    )
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="tokens"
    )
    scopes = models.JSONField(help_text="A list of `Scope` values.")
    requests_per_hour = models.PositiveIntegerField(default=REQUESTS_PER_HOUR)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="To about a minute.")
    places = models.JSONField(
        default=list, help_text="Marks of the addresses that it was used from, the latest last."
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="token_of_person_or_application",
                condition=Q(person__isnull=True, application__isnull=False)
                | Q(person__isnull=False, application__isnull=True),
            ),
            models.CheckConstraint(
                name="token_expires_after_it_began",
                condition=Q(expires_at__gt=models.F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (…{self.hint})"

    @property
    def holder_name(self) -> str:
        return str(self.person or self.application)

    @property
    def scope_labels(self) -> list[str]:
        """What it opens, in words."""
        return [str(Scope(each).label) for each in self.scopes]

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now()


class Submission(models.Model):
    """A case that an application sent, which it may therefore follow."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="submissions")
    case = models.OneToOneField(Case, models.CASCADE, related_name="submission")

    def __str__(self) -> str:
        return f"{self.application}: {self.case_id}"


class RememberedCall(models.Model):
    """What a call with an idempotency key did, so that the same call again does nothing more."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64, help_text="Keyed digest of what was asked.")
    answer = models.JSONField(default=dict, help_text="No personal data and no secret.")
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="call_once", fields=["token", "key"])]

    def __str__(self) -> str:
        return f"{self.token_id}: {self.key}"


def new_nonce() -> str:
    return secrets.token_hex(16)


class Webhook(models.Model):
    """An address that is told what happens to the cases of its token, while the token lasts."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="webhooks")
    url = models.CharField(max_length=500)
    events = models.JSONField(help_text="Names of `webhooks.telling.EVENTS`.")
    nonce = models.CharField(
        max_length=32, default=new_nonce, editable=False, help_text="Its secret comes from this."
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One event for one webhook, until it is taken or given up."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="The same at each attempt.")
    event = models.CharField(max_length=30)
    body = models.TextField(help_text="JSON as it is sent: a number, and no personal data.")
    created_at = models.DateTimeField(default=clock.now)
    next_attempt_at = models.DateTimeField(null=True, help_text="Null: nothing more is tried.")
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True, help_text="What the receiver answered.")
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="delivery_waiting",
                condition=Q(next_attempt_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.webhook_id}"
