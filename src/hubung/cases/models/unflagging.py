"""How the flag of misconduct is taken off a case: one inspector proposes, another one decides."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hubung.cases.choices import Kind
from hubung.cases.models.case import Case
from hubung.directory.models import Person
from hubung.kernel import clock


class Unflagging(models.Model):
    """A proposal that a report is no misconduct but of another kind; open until it is decided."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="unflaggings")
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.CharField(max_length=500)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_unflagging", fields=["case"], condition=Q(decided_at__isnull=True)
            ),
            models.CheckConstraint(
                name="unflagging_takes_two",
                condition=Q(confirmed=False)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="unflagging_to_another_kind", condition=~Q(kind=Kind.MISCONDUCT)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind}"
