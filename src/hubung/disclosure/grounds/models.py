"""On what grounds information may be closed, and how long: UU 14/2008, as dated data."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hubung.kernel.deadlines import LimitUnit
from hubung.ui.dates import language


class DatedGround(models.Model):
    """A ground in the law with the days it holds for. A change of the law is a new row.

    Rows are never deleted, since decisions point to them: one that ends gets `valid_to`.
    """

    code = models.CharField(max_length=4, help_text="The letter in the law, as `a`.")
    name_id = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    reference_id = models.CharField(max_length=120, help_text="As the law is cited.")
    reference_en = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="The first day without it.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"

    @property
    def name(self) -> str:
        """What it is called, in the language of the page."""
        return self.name_id if language() == "id" else self.name_en

    @property
    def reference(self) -> str:
        """Where it stands in the law, in the language of the page."""
        return self.reference_id if language() == "id" else self.reference_en


class Ground(DatedGround):
    """A ground for closing; its name says what it protects."""

    name_id = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    meaning_id = models.TextField()
    meaning_en = models.TextField()
    verified_on = models.DateField(
        null=True, blank=True, help_text="Compared with the text of the law; null: not yet."
    )

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(name="ground_once", fields=["code", "valid_from"]),
            models.CheckConstraint(
                name="ground_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
        ]

    @property
    def meaning(self) -> str:
        """A sentence for people, in the language of the page; not the wording of the law."""
        return self.meaning_id if language() == "id" else self.meaning_en


class LimitName(models.TextChoices):
    """What the dated limits of exemptions are about."""

    #: A proposal to exempt information is decided within.
    DECIDE = "decide"
    #: Information is exempted for no longer than.
    LONGEST = "longest"


class Limit(models.Model):
    """How long a step of exempting information may take, from a day on; never a constant."""

    name = models.CharField(max_length=10, choices=LimitName)
    days = models.PositiveSmallIntegerField()
    working_days = models.BooleanField(default=True)
    source = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="The first day without it.")

    class Meta:
        ordering = ["name", "valid_from"]
        constraints = [
            models.UniqueConstraint(name="exemption_limit_once", fields=["name", "valid_from"])
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.days}"

    @property
    def unit(self) -> LimitUnit:
        return LimitUnit.WORKING_DAYS if self.working_days else LimitUnit.CALENDAR_DAYS
