"""What is published, as it is published (a count that must not show is not even kept here), and the
applications to services that their times are counted from."""

from __future__ import annotations

import secrets

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hubung.directory.models import Sector, Unit
from hubung.kernel import clock


def new_salt() -> str:
    return secrets.token_hex(16)


class Closing(models.Model):
    """A month whose figures are out.

    What is written down afterwards (a letter of last month) counts in the month that is still open:
    nothing is lost, and what was published stays true.
    """

    month = models.DateField(primary_key=True, help_text="Its first day, at the head office.")
    last_entry = models.PositiveBigIntegerField(
        help_text="The youngest timeline entry that was there."
    )
    closed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Scope(models.TextChoices):
    """Of what a figure tells."""

    MINISTRY = "ministry"
    SECTOR = "sector"
    UNIT = "unit"
    #: Misconduct, personal data, confidential reports: of the whole ministry, and in no other row.
    PROTECTED = "protected"
    #: Formal information requests, which have limits of their own: of the whole ministry.
    REQUESTS = "requests"


class Figure(models.Model):
    """One month of the ministry, of a sector (empty: none was named) or of a unit.

    Null is either unknown (no median where nothing was settled) or not published; then `hidden`
    names the group. Counts are reports; hours run from the receipt, day and night.
    """

    month = models.DateField()
    scope = models.CharField(max_length=9, choices=Scope)
    sector = models.CharField(max_length=8, choices=Sector, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="figures")
    hidden = models.JSONField(default=list, help_text="Groups whose count is not told.")

    received = models.PositiveIntegerField(null=True)
    settled = models.PositiveIntegerField(null=True)
    tier1 = models.PositiveIntegerField(null=True)
    tier2 = models.PositiveIntegerField(null=True)
    tier3 = models.PositiveIntegerField(null=True)
    in_time = models.PositiveIntegerField(null=True)
    rejected = models.PositiveIntegerField(null=True)
    passed_on = models.PositiveIntegerField(null=True)
    median_hours = models.PositiveIntegerField(null=True)
    slow_hours = models.PositiveIntegerField(null=True, help_text="90th percentile.")
    waiting = models.PositiveIntegerField(null=True, help_text="Open when the month ended.")
    oldest_days = models.PositiveIntegerField(null=True, help_text="Age of the oldest of them.")
    objections = models.PositiveIntegerField(null=True)
    reopened = models.PositiveIntegerField(null=True)
    ratings = models.PositiveIntegerField(null=True)
    satisfaction = models.DecimalField(
        max_digits=4, decimal_places=3, null=True, help_text="Mean of the ratings, 1 to 4."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="figure_once",
                fields=["month", "scope", "sector", "unit"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="figure_of_a_unit_names_it",
                condition=Q(scope=Scope.UNIT, unit__isnull=False)
                | (~Q(scope=Scope.UNIT) & Q(unit__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["unit", "month"], name="figure_of_unit")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.unit or self.sector or self.scope}"


class CallsOfDay(models.Model):
    """The telephone on one day at the head office; `counted` and `in_time` as on the wallboard."""

    day = models.DateField(primary_key=True)
    calls = models.PositiveIntegerField(help_text="That reached the number.")
    answered = models.PositiveIntegerField(help_text="By somebody.")
    abandoned = models.PositiveIntegerField(help_text="While they waited.")
    counted = models.PositiveIntegerField(help_text="That the service level is a part of.")
    in_time = models.PositiveIntegerField()
    within_seconds = models.PositiveSmallIntegerField(help_text="What was promised then.")

    def __str__(self) -> str:
        return f"{self.day}: {self.calls}"


class Lately(models.Model):
    """The last 90 days of the whole ministry, counted anew each hour. One row."""

    at = models.DateTimeField(default=clock.now)
    received = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    median_seconds = models.PositiveBigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Service(models.Model):
    """Something that a unit does for whoever applies for it, and whose times are published."""

    code = models.CharField(
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9-]+$", _("Small letters, figures and hyphens, as buku-pelaut.")
            )
        ],
        help_text="What programs call it.",
    )
    name = models.CharField(max_length=150)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", help_text="Who provides it.")
    salt = models.CharField(max_length=32, default=new_salt)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Served(models.Model):
    """One application that was answered, yes or no. It names nobody."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="served")
    digest = models.CharField(max_length=64, help_text="Of its number, with the service's salt.")
    received_on = models.DateField(help_text="The day its papers were whole.")
    finished_on = models.DateField(help_text="The day the applicant had the answer.")
    working_days = models.PositiveSmallIntegerField(help_text="In between; 0: the same day.")

    class Meta:
        constraints = [models.UniqueConstraint(name="served_once", fields=["service", "digest"])]
        indexes = [models.Index(fields=["service", "finished_on"], name="served_lately")]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.working_days}"
