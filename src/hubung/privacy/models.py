"""Requests about personal data, and what was done about them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hubung.cases.models import Case
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.privacy.choices import Proof, Right, Why


class Request(models.Model):
    """What a case of the kind `personal_data` asks for, and how we know who asks."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="data_request")
    right = models.CharField(max_length=12, choices=Right)
    address_proved = models.BooleanField(
        default=False,
        db_default=False,
        help_text="They were signed in with the mail address: it is theirs to read.",
    )
    identified_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    identified_at = models.DateTimeField(null=True)
    carried_out_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.right}"

    @property
    def is_identified(self) -> bool:
        return self.identified_at is not None


class Belonging(models.Model):
    """A report that is about whoever asks."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="belongings")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    proof = models.CharField(max_length=8, choices=Proof)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["case_id"]
        constraints = [
            models.UniqueConstraint(name="belongs_once", fields=["request", "case"]),
            models.CheckConstraint(
                name="officer_confirmed_it",
                condition=~Q(proof=Proof.OFFICER) | Q(confirmed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.case_id}"


class Package(models.Model):
    """The file that was made for an access request; its content goes after a while."""

    request = models.OneToOneField(Request, models.CASCADE, related_name="package")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Empty: deleted.")
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes.")
    made_at = models.DateTimeField(default=clock.now)
    given_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.request_id}: {self.size}"


class Restriction(models.Model):
    """The use of a report's data was restricted at the person's wish, until it is lifted."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="restrictions")
    request = models.ForeignKey(Request, models.SET_NULL, null=True, related_name="restrictions")
    since = models.DateTimeField(default=clock.now)
    placed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="restricted_once", fields=["case"], condition=Q(lifted_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.since:%Y-%m-%d}"


class Hold(models.Model):
    """A report must not be erased while a proceeding needs it, whatever its time of retention."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=300)
    placed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=clock.now)
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="held_once", fields=["case"], condition=Q(lifted_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.reason}"


class Erasure(models.Model):
    """The personal data of a report was erased; what it counts for in figures was not."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="erasures")
    why = models.CharField(max_length=10, choices=Why)
    erased_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    erased_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["case", "erased_at"], name="erasure_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.erased_at:%Y-%m-%d}"
