"""The history of an agenda: append-only in the database, each line with the hash of the last."""

from __future__ import annotations

from django.db import models

from hubung.directory.models import Person
from hubung.disclosure.agenda.choices import ChangeKind
from hubung.disclosure.agenda.models.diary import Diary, Entry


class Change(models.Model):
    """One line. Triggers in both databases refuse to change or delete it."""

    diary = models.ForeignKey(Diary, models.PROTECT, related_name="history")
    seq = models.PositiveIntegerField(help_text="1, 2, 3 … within its agenda.")
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="history")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=ChangeKind)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150, blank=True, help_text="As it was then.")
    data = models.JSONField(default=dict, help_text="Facts that may be told of a closed entry.")
    words = models.TextField(
        blank=True, help_text="JSON: what the entry said, {field: [before, after]}."
    )
    salt = models.CharField(max_length=16)
    words_digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["diary", "seq"]
        constraints = [models.UniqueConstraint(name="agenda_change_once", fields=["diary", "seq"])]

    def __str__(self) -> str:
        return f"{self.diary_id}/{self.seq} {self.kind}"
