"""Consent to be recognised by telephone: without it a caller's number leads to nobody's reports."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hubung.cases.models.case import Case, Reporter
from hubung.directory.models import Person
from hubung.kernel import clock


class Recognition(models.Model):
    """A reporter agreed that calls from their number bring up their reports, until they withdraw.

    Rows stay after that: who relies on consent has to be able to show it (UU 27/2022).
    """

    reporter = models.ForeignKey(Reporter, models.CASCADE, related_name="recognitions")
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="+", help_text="The report with which it was given."
    )
    given_at = models.DateTimeField(default=clock.now)
    given_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who asked them; empty: they said so themselves, with number and code.",
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="recognised_once",
                fields=["reporter"],
                condition=Q(withdrawn_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reporter_id}"
