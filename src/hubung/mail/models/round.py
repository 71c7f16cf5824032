"""The mail brought in line with the directory because somebody asked for it on a page."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hubung.directory.models import Person
from hubung.kernel import clock


class RoundState(models.TextChoices):
    WORKING = "working", _("At work")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed, nothing was changed")


class Round(models.Model):
    """One look at everybody; a dry one only tells what it would change."""

    dry_run = models.BooleanField()
    state = models.CharField(max_length=8, choices=RoundState, default=RoundState.WORKING)
    report = models.JSONField(default=dict, help_text="`services.report.Report.as_dict()`.")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            # Two at once would wait for each other, and tell the same.
            models.UniqueConstraint(
                name="one_round_at_a_time", fields=["state"], condition=Q(state="working")
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} ({self.state})"
