"""An entry is closed: proposed by one person, decided by another, for a time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hubung.disclosure.agenda.choices import Decision
from hubung.disclosure.agenda.models.diary import Entry
from hubung.disclosure.grounds.proposals import Proposal


class Closure(Proposal):
    """A proposal to close an entry, and what was decided.

    It hides the entry as long as `hides_until` is in the future, and not a moment longer: no
    program has to do anything for the entry to be open again.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="closures")
    reason = models.TextField(help_text="Not public.")
    consequence = models.TextField(help_text="What opening it would do; not public.")
    until = models.DateField(help_text="The last day on which it is closed.")
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.PENDING)
    hides_until = models.DateTimeField(null=True, help_text="Null: it hides nothing.")
    told_at = models.DateTimeField(
        null=True, help_text="When the history was told of its end; null: still to be told."
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_pending_closure",
                fields=["entry"],
                condition=Q(decision=Decision.PENDING),
            ),
            models.CheckConstraint(
                name="second_person_decides",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")),
            ),
        ]
        indexes = [
            models.Index(fields=["entry", "hides_until"], name="closure_hides"),
            models.Index(
                fields=["decide_by"], name="closure_undecided", condition=Q(told_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.decision}"
