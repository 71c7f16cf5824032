"""Closing something takes two people: one proposes on a ground, another decides in time."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from hubung.directory.models import Person, Role, Unit
from hubung.disclosure.grounds.models import Ground


class Proposal(models.Model):
    """What every proposal to close something says of its two people.

    What is to be closed, why and until when, what became of it (`decision`), and that the second
    person is not the first, stand in the model of each kind.
    """

    ground = models.ForeignKey(Ground, models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decide_by = models.DateTimeField(help_text="Undecided by then it has lapsed.")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_for = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", help_text="Whose information officer."
    )
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, help_text="Of whoever decided; not public.")

    class Meta:
        abstract = True

    def decide(self, by: Person, unit: Unit, at: datetime, note: str) -> None:
        """Set who decided about something of `unit`: the information officer of the nearest unit
        that they are it for. Not saved; whether they may was asked before."""
        held = [
            grant.unit
            for grant in by.grants
            if grant.role == Role.INFORMATION_OFFICER and unit.path.startswith(grant.unit.path)
        ]
        self.decided_for = max(held, key=lambda each: len(each.path))
        self.decided_by, self.decided_at, self.note = by, at, note.strip()

    def add_note(self, note: str) -> None:
        """A later word beside the first. Not saved."""
        self.note = "\n".join(filter(None, [self.note, note.strip()]))
