"""What ties calls to the registry: the cases one concerns, or the decision that it has none."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hubung.cases.models import Case
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.telephony.models import Call


class CallCase(models.Model):
    """A call concerns a case; it may concern several. What was is on the case's timeline."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="case_links")
    case = models.ForeignKey(Case, models.CASCADE, related_name="call_links")
    made_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", help_text="Empty: the program."
    )
    made_at = models.DateTimeField(default=clock.now)
    told = models.BooleanField(
        default=False, help_text="The case's timeline tells of the whole call."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="call_case_once", fields=["call", "case"])]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.case_id}"


class Nothing(models.TextChoices):
    """Why a call leaves no case behind."""

    SILENT = "silent", _("Nobody spoke")
    WRONG_NUMBER = "wrong_number", _("They meant another number")
    PRANK = "prank", _("A joke, or abuse")
    TEST = "test", _("A test call")
    ANSWERED = "answered", _("Called again and was served")
    OTHER = "other", _("Another reason")


class NoCase(models.Model):
    """Somebody decided that there is nothing to record of a call, and said why."""

    call = models.OneToOneField(Call, models.CASCADE, related_name="no_case")
    why = models.CharField(max_length=12, choices=Nothing)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.call_id}: {self.why}"


class Unwritten(models.Model):
    """A case that a message opened, and whose words nobody has written down yet."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="unwritten")
    call = models.ForeignKey(Call, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.case_id}"
