"""What the kernel keeps: events that happened, when each periodic task is next due, which keys."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hubung.kernel import clock


class Event(models.Model):
    """One thing that happened, written in the transaction that it tells of.

    The row is three things at once: the outbox that handlers are fed from, the hint that live
    pages replay, and the source of figures.
    """

    name = models.CharField(max_length=64)
    subject = models.CharField(
        max_length=64, help_text="What a live page watches, as `case:42`; empty when nothing is."
    )
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)
    # Null once every handler has run: the partial index then holds only what is still to do.
    next_attempt_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    handled = models.JSONField(
        default=list, help_text="Handlers that are done, when others failed."
    )
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="event_pending",
                condition=Q(next_attempt_at__isnull=False),
            ),
            models.Index(fields=["created_at"], name="event_created"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject}"


class Schedule(models.Model):
    """When a periodic task runs next; claimed with one UPDATE, so that one worker runs it."""

    name = models.CharField(max_length=100, primary_key=True)
    next_run_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """The last sign of life of a process, for `/readyz` and the supervisor's reports."""

    process = models.CharField(max_length=100, primary_key=True, help_text="As `worker@node`.")
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.process


class DataKey(models.Model):
    """A version of the key that seals NIK and NIP, as long as a row may need it.

    The key itself is never here (`kernel.keyring`); the highest version is the one in use.
    """

    version = models.PositiveIntegerField(primary_key=True)
    fingerprint = models.CharField(max_length=16, help_text="Tells the right key from another.")
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"key {self.version}"
