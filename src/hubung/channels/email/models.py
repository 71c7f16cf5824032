"""Mail as it came in and mail that goes out. Nothing here is ever thrown away by a program."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hubung.cases.models import Case
from hubung.channels.email import addresses
from hubung.kernel import clock


class RawMessage(models.Model):
    """A message as it travelled, stored once however many recipients it had."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveIntegerField(help_text="Bytes.")
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256


class Door(models.TextChoices):
    SMTP = "smtp"
    LMTP = "lmtp"


class InboundState(models.TextChoices):
    """RECEIVED waits for the intake; HELD waits for a person; the others are done."""

    RECEIVED = "received"
    THREADED = "threaded"
    HELD = "held"
    IGNORED = "ignored"


class InboundMessage(models.Model):
    """One message for one recipient. Sending the same again changes nothing."""

    raw = models.ForeignKey(RawMessage, models.PROTECT, db_column="sha256", related_name="inbound")
    recipient = models.CharField(max_length=320, help_text="Envelope recipient, lower case.")
    sender = models.CharField(max_length=320, blank=True, help_text="Envelope sender.")
    peer = models.CharField(max_length=64, blank=True, help_text="Address it was taken from.")
    door = models.CharField(max_length=4, choices=Door)
    received_at = models.DateTimeField(default=clock.now)

    state = models.CharField(
        max_length=8, choices=InboundState, default=InboundState.RECEIVED, db_default="received"
    )
    reason = models.CharField(max_length=200, blank=True, help_text="Why it is held or ignored.")
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="inbound_mail"
    )
    # Filled by the intake, for lists and threads; the raw message is the authority.
    from_name = models.CharField(max_length=150, blank=True)
    from_address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=500, blank=True)
    fingerprint = models.CharField(
        max_length=64, blank=True, help_text="Of sender, id and text: the same mail by another way."
    )
    answerable = models.BooleanField(default=True, help_text="A machine may answer it.")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="inbound_once", fields=["raw", "recipient"]),
        ]
        indexes = [
            models.Index(fields=["id"], name="inbound_waiting", condition=Q(state="received")),
            models.Index(fields=["received_at"], name="inbound_held", condition=Q(state="held")),
            models.Index(
                fields=["message_id"], name="inbound_message_id", condition=~Q(message_id="")
            ),
            models.Index(fields=["received_at"], name="inbound_received"),
            models.Index(
                fields=["fingerprint"], name="inbound_fingerprint", condition=~Q(fingerprint="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_address or self.sender}: {self.subject}"


class OutboundState(models.TextChoices):
    """OUTBOX waits (for its turn, for a relay, or for a retry); QUEUED is in a worker's hands."""

    OUTBOX = "outbox"
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"


WAITING = (OutboundState.OUTBOX, OutboundState.QUEUED)


class SendingRank(models.IntegerChoices):
    """What goes first: a mail that one person waits for is not held up by one to thousands."""

    PERSON = 0
    DANGER = 1
    MANY = 2


class OutboundMessage(models.Model):
    """One message to one person. The text is written when it is queued and not changed after."""

    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="outbound_mail"
    )
    kind = models.CharField(max_length=20)
    dedupe_key = models.CharField(
        max_length=100, unique=True, help_text="The step it tells of: told once."
    )
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    language = models.CharField(max_length=2, default="id")
    stop_url = models.URLField(max_length=300, blank=True)
    in_reply_to = models.CharField(max_length=500, blank=True)
    token = models.CharField(max_length=16, unique=True, default=addresses.new_token)
    message_id = models.CharField(max_length=300, unique=True)

    state = models.CharField(
        max_length=8, choices=OutboundState, default=OutboundState.OUTBOX, db_default="outbox"
    )
    rank = models.PositiveSmallIntegerField(
        choices=SendingRank, default=SendingRank.PERSON, db_default=0
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=clock.now)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["rank", "next_attempt_at", "id"],
                name="outbound_waiting",
                condition=Q(state__in=WAITING),
            ),
            models.Index(fields=["to", "created_at"], name="outbound_to"),
            models.Index(
                fields=["created_at"],
                name="outbound_failed",
                condition=Q(state__in=("failed", "bounced")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
