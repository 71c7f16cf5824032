"""How long a step may take, and the running clocks of a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hubung.cases.choices import ClockName, Kind
from hubung.cases.models.case import Case
from hubung.directory.models import Person, TimeZone, Unit
from hubung.kernel.deadlines import LimitUnit


class _Length(models.Model):
    """How long a limit is, and in what it is counted."""

    days = models.PositiveSmallIntegerField()
    working_days = models.BooleanField(default=True)
    hours = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Each day is 24 hours from the moment of receipt (“3 × 24 jam”).",
    )

    class Meta:
        abstract = True

    @property
    def counted_in(self) -> LimitUnit:
        if self.hours:
            return LimitUnit.HOURS
        return LimitUnit.WORKING_DAYS if self.working_days else LimitUnit.CALENDAR_DAYS

    @property
    def amount(self) -> int:
        """The limit in its unit."""
        return self.days * 24 if self.hours else self.days


class TimeLimit(_Length):
    """How long a step may take: dated, with its source, never a constant in code."""

    clock = models.CharField(max_length=12, choices=ClockName)
    kind = models.CharField(max_length=20, choices=Kind, blank=True, help_text="Empty: any kind.")
    source = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="limit_once", fields=["clock", "kind", "valid_from"])
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.kind}: {self.days}"


class LocalHoliday(models.Model):
    """A day that this ministry (or one unit) keeps differently from the national calendar."""

    day = models.DateField()
    name = models.CharField(max_length=100)
    working = models.BooleanField(
        default=False, help_text="A working day although it is a holiday."
    )
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="local_holiday_once", fields=["day", "unit"], nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class CalendarChange(models.Model):
    """A local holiday was added or removed: what changed, and how far the recount is."""

    added = models.BooleanField(help_text="False: it was removed.")
    day = models.DateField()
    name = models.CharField(max_length=100)
    working = models.BooleanField()
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, help_text="Null: every unit.")
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    last_case_id = models.PositiveBigIntegerField(default=0, help_text="Looked at up to this one.")
    recounted = models.PositiveIntegerField(default=0, help_text="Cases with a new due date.")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["made_at"],
                name="calendar_change_pending",
                condition=Q(finished_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{'+' if self.added else '-'} {self.day} {self.name}"


class Clock(_Length):
    """A running time limit of a case, with its due date stored."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks")
    name = models.CharField(max_length=12, choices=ClockName)
    started_at = models.DateTimeField()
    timezone = models.CharField(max_length=20, choices=TimeZone)
    due_at = models.DateTimeField(null=True, help_text="Null while it is paused.")
    met_at = models.DateTimeField(null=True, blank=True, help_text="Reached in time or late.")
    stopped_at = models.DateTimeField(null=True, blank=True, help_text="No longer asked for.")
    # [[from, to|null], …] ISO instants: only while waiting for the reporter.
    pauses = models.JSONField(default=list)
    # The next moment at which somebody must be told; null when there is none.
    alarm_at = models.DateTimeField(null=True)
    alarm = models.CharField(max_length=10, blank=True, help_text="half, most or breach.")
    sounded = models.CharField(max_length=10, blank=True, help_text="The last alarm there was.")

    class Meta:
        constraints = [models.UniqueConstraint(name="clock_once", fields=["case", "name"])]
        indexes = [
            models.Index(
                fields=["alarm_at"], name="clock_alarm", condition=Q(alarm_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.due_at}"

    @property
    def running(self) -> bool:
        return self.met_at is None and self.stopped_at is None

    @property
    def paused(self) -> bool:
        return self.running and bool(self.pauses) and self.pauses[-1][1] is None
