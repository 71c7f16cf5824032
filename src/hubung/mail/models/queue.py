"""What waits in Postfix's queues, as the daemons' keepers last saw it."""

from __future__ import annotations

from django.db import models

from hubung.kernel import clock


class QueueSeen(models.Model):
    """The queue of one machine; only root may look at it, so whoever holds the daemons does."""

    node = models.CharField(max_length=100, primary_key=True, help_text="Name of the machine.")
    messages = models.PositiveIntegerField()
    oldest_at = models.DateTimeField(null=True, blank=True, help_text="When the oldest came.")
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "queues seen"

    def __str__(self) -> str:
        return f"{self.node}: {self.messages}"
