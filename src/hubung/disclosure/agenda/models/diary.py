"""An agenda and what stands in it."""

from __future__ import annotations

import uuid
from datetime import date
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from hubung.directory.models import Person, Post, TimeZone
from hubung.disclosure.agenda.choices import Status
from hubung.kernel import clock

#: The longest activity, in days: what lasts longer is several entries.
LONGEST_DAYS = 31


class Diary(models.Model):
    """The public agenda of an official's post, from a day on; its holders come and go."""

    post = models.OneToOneField(Post, models.PROTECT, related_name="diary")
    slug = models.SlugField(max_length=80, unique=True, help_text="Its address on the portal.")
    begins_on = models.DateField(help_text="Working days are missing from this day on.")
    ends_on = models.DateField(null=True, blank=True, help_text="The first day without it.")
    # The end of the chain of its history.
    changes = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["post__unit__path", "-post__heads_unit", "slug"]
        constraints = [
            models.CheckConstraint(
                name="diary_ends_after_it_begins",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")),
            )
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def subject(self) -> str:
        """What events name, and live pages would watch."""
        return f"agenda:{self.pk}"

    @property
    def timezone(self) -> str:
        return self.post.unit.timezone

    def today(self) -> date:
        """The date where the office is."""
        return clock.now().astimezone(ZoneInfo(self.timezone)).date()


class Entry(models.Model):
    """One activity of an official. Open to everybody unless a closure in force hides it.

    What is public of a closed one is told by `queries`, never by this row.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    diary = models.ForeignKey(Diary, models.PROTECT, related_name="entries")
    holder = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    holder_name = models.CharField(max_length=150, blank=True, help_text="As it was that day.")
    day = models.DateField(help_text="Its first day, in its zone.")
    last_day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="Of a whole day: midnight after it.")
    timezone = models.CharField(max_length=20, choices=TimeZone)
    all_day = models.BooleanField(default=False)
    subject = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    attendees = models.CharField(max_length=1000, blank=True, help_text="Of the ministry.")
    guests = models.CharField(max_length=1000, blank=True, help_text="From outside.")
    result = models.TextField(blank=True)
    gifts = models.TextField(blank=True, help_text="What, from whom, what became of it.")
    travel = models.TextField(blank=True, help_text="Where to, who pays, what it costs.")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    entered_at = models.DateTimeField()
    first_start = models.DateTimeField(help_text="As it was announced first.")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="entry_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            )
        ]
        indexes = [
            models.Index(fields=["day", "last_day"], name="agenda_day"),
            models.Index(fields=["diary", "day"], name="agenda_diary_day"),
        ]

    def __str__(self) -> str:
        return f"{self.diary_id} {self.day}"


class QuietDay(models.Model):
    """The office says that a working day has no formal activity."""

    diary = models.ForeignKey(Diary, models.PROTECT, related_name="quiet_days")
    day = models.DateField()

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(name="quiet_once", fields=["diary", "day"])]

    def __str__(self) -> str:
        return f"{self.diary_id} {self.day}"
