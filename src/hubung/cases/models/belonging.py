"""How cases belong together."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hubung.cases.models.case import Case
from hubung.directory.models import Person
from hubung.kernel import clock


class Link(models.Model):
    """Two cases that belong together and each go on; the lower number stands first."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, models.CASCADE, related_name="linked_from")
    reason = models.CharField(max_length=200)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="link_once", fields=["case", "other"]),
            models.CheckConstraint(name="link_in_order", condition=Q(case__lt=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.case} – {self.other}"


class Merge(models.Model):
    """One case was merged into another; `before` holds what an undo puts back."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="merges")
    into = models.ForeignKey(Case, models.CASCADE, related_name="merged_cases")
    reason = models.CharField(max_length=200)
    before = models.JSONField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="merged_once", fields=["case"], condition=Q(undone_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} → {self.into}"
