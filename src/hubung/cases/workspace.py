"""Working aids of the desk: what a person is writing, looking at, or wants to see again."""

from __future__ import annotations

from django.db import models

from hubung.cases.choices import Kind
from hubung.directory.models import Person, Sector, Unit
from hubung.kernel import clock


class Draft(models.Model):
    """An answer or note as somebody has typed it so far."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=10, help_text="answer, note or ask.")
    text = models.TextField()
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="draft_once", fields=["case", "person", "kind"])
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Presence(models.Model):
    """Who has a case open at the moment, and whether they are typing."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    typing_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="presence_once", fields=["case", "person"])]

    def __str__(self) -> str:
        return f"{self.person} {self.case_id}"


class Mention(models.Model):
    """Somebody was called by name in an internal note."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="mentions")
    entry_seq = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="mentions")
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["person"], name="mention_unread", condition=models.Q(read_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.case_id}"


class SavedView(models.Model):
    """A search that a person keeps, or shares with a unit."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.JSONField(help_text="The filters, as the work list reads them from its address.")
    shared_with = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="view_once", fields=["person", "name"])]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CannedAnswer(models.Model):
    """A text that answers often; `{placeholders}` are filled from the case."""

    title = models.CharField(max_length=100)
    text = models.TextField()
    language = models.CharField(max_length=2, default="id")
    sector = models.CharField(max_length=8, choices=Sector, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="Offered until then.")

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
