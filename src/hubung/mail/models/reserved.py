"""Names before the `@` that no person gets, beside those that the standards keep."""

from __future__ import annotations

from django.db import models

from hubung.kernel import clock


class ReservedName(models.Model):
    """Kept for a unit, a group or a shared mailbox, or because it would be taken for one."""

    name = models.CharField(max_length=64, unique=True, help_text="Before the @, lower case.")
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
