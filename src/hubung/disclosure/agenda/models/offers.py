"""What other calendars tell us of. Nothing of it is public before somebody takes it over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hubung.directory.models import Person, TimeZone
from hubung.disclosure.agenda.choices import OfferState
from hubung.disclosure.agenda.models.diary import Diary, Entry
from hubung.kernel import clock


class Subscription(models.Model):
    """A calendar address that the worker reads again and again. The address is a secret."""

    diary = models.ForeignKey(Diary, models.PROTECT, related_name="subscriptions")
    url = models.CharField(max_length=500)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    stopped_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, help_text="The last time that it was read.")
    etag = models.CharField(max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="subscribed_once",
                fields=["diary", "url"],
                condition=Q(stopped_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="subscription_due", condition=Q(stopped_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.diary_id}/{self.pk}"


class Offer(models.Model):
    """An event of another calendar, known by its UID: reading it again changes nothing."""

    diary = models.ForeignKey(Diary, models.PROTECT, related_name="offers")
    uid = models.CharField(max_length=255)
    occurrence = models.CharField(
        max_length=25, blank=True, help_text="Of an event that repeats: when, ISO, UTC."
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    timezone = models.CharField(max_length=20, choices=TimeZone)
    all_day = models.BooleanField(default=False)
    subject = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    guests = models.CharField(max_length=1000, blank=True)
    cancelled = models.BooleanField(default=False)
    private = models.BooleanField(default=False, help_text="The other calendar calls it private.")
    digest = models.CharField(max_length=64, help_text="Of all that it says.")
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.WAITING)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="offers")
    told_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="offer_once", fields=["diary", "uid", "occurrence"])
        ]
        indexes = [models.Index(fields=["diary", "state", "starts_at"], name="offer_waiting")]

    def __str__(self) -> str:
        return f"{self.diary_id} {self.uid}"
