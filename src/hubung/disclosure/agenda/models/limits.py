"""Limits of the agenda: dated, with their source, never constants in code."""

from __future__ import annotations

from django.db import models

from hubung.disclosure.agenda.choices import LimitName
from hubung.kernel.deadlines import LimitUnit


class Limit(models.Model):
    """How long a step may take, from a day on."""

    name = models.CharField(max_length=10, choices=LimitName)
    days = models.PositiveSmallIntegerField()
    working_days = models.BooleanField(default=True)
    source = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="The first day without it.")

    class Meta:
        ordering = ["name", "valid_from"]
        constraints = [
            models.UniqueConstraint(name="agenda_limit_once", fields=["name", "valid_from"])
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.days}"

    @property
    def unit(self) -> LimitUnit:
        return LimitUnit.WORKING_DAYS if self.working_days else LimitUnit.CALENDAR_DAYS
