"""Formal information requests: what is asked, what was replied, objected, decided, published.

Each is a case of the registry (kind `public_information`); here is only what the law asks besides.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hubung.cases.models import Answer, Case
from hubung.directory.models import Person
from hubung.disclosure.grounds.models import DatedGround, Ground
from hubung.disclosure.register.models import Exemption
from hubung.disclosure.requests.choices import CLOSING, Applicant, Decision, Delivery, Obtain
from hubung.kernel import clock
from hubung.kernel.sealed import SealedNumber
from hubung.ui.people import mask_number


class Request(models.Model):
    """What a case of the kind `public_information` asks for. Name, address, how to reach them and
    the NIK are those of its reporter; the details are the case's text."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="formal_request")
    applicant = models.CharField(max_length=8, choices=Applicant)
    principal = models.CharField(
        max_length=150, blank=True, help_text="For whom they ask, by power of attorney."
    )
    purpose = models.TextField()
    obtain = models.CharField(max_length=8, choices=Obtain)
    delivery = models.CharField(max_length=8, choices=Delivery)
    exemption = models.ForeignKey(
        Exemption,
        models.PROTECT,
        null=True,
        related_name="requests",
        help_text="By which what they ask for was closed already; null: by none.",
    )
    extended_at = models.DateTimeField(null=True)
    extended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="extended_by_somebody",
                condition=Q(extended_at__isnull=True) | Q(extended_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.obtain}"


class DecreeNumber(SealedNumber):
    """The number of the decree by which a legal entity exists. It says itself masked."""

    KIND = "decree"

    request = models.OneToOneField(Request, models.CASCADE, primary_key=True, related_name="decree")

    class Meta:
        indexes = [models.Index(fields=["digest"], name="decree_number_digest")]

    def __str__(self) -> str:
        return mask_number(self.reveal())


class ObjectionGround(DatedGround):
    """A ground for an objection (art. 35)."""

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(name="objection_ground_once", fields=["code", "valid_from"]),
            models.CheckConstraint(
                name="objection_ground_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
        ]


class Objection(models.Model):
    """Whoever asked does not accept what came of it; the officer's superior decides."""

    request = models.OneToOneField(Request, models.CASCADE, related_name="objection")
    ground = models.ForeignKey(ObjectionGround, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    lodged_at = models.DateTimeField(default=clock.now)
    taken_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", help_text="At the counter or by phone."
    )

    def __str__(self) -> str:
        return f"{self.request_id}: {self.ground_id}"


class Reply(models.Model):
    """A reply with the parts that the law asks for: the officer's, or the superior's decision.

    Its words are those of the `answer`, which the asker's mail and page show.
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="replies")
    objection = models.OneToOneField(
        Objection, models.CASCADE, null=True, related_name="decision", help_text="Null: the reply."
    )
    answer = models.OneToOneField(Answer, models.CASCADE, related_name="formal_reply")
    decision = models.CharField(max_length=8, choices=Decision)
    holder = models.CharField(max_length=200, blank=True, help_text="Who holds it instead.")
    ground = models.ForeignKey(Ground, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    redactions = models.TextField(blank=True, help_text="What was taken out, and why.")
    form = models.CharField(max_length=8, choices=Obtain, blank=True)
    cost = models.PositiveIntegerField(default=0, help_text="Rupiah.")
    cost_basis = models.CharField(max_length=200, blank=True, help_text="The rule that sets it.")
    given_at = models.DateTimeField(default=clock.now)
    in_time = models.BooleanField(default=True)
    kept_because = models.CharField(
        max_length=200, blank=True, help_text="Why it is not offered to everybody."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="replied_once", fields=["request"], condition=Q(objection__isnull=True)
            ),
            models.CheckConstraint(
                name="closing_needs_ground",
                condition=~Q(decision__in=CLOSING) | Q(ground__isnull=False),
            ),
            models.CheckConstraint(
                name="cost_needs_basis", condition=Q(cost=0) | ~Q(cost_basis="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.decision}"


class Dispute(models.Model):
    """It is before the Information Commission, whose word is noted when it is there."""

    request = models.OneToOneField(Request, models.CASCADE, related_name="dispute")
    register_number = models.CharField(max_length=60, blank=True)
    told_at = models.DateTimeField(default=clock.now)
    noted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", help_text="Null: the asker told it."
    )

    def __str__(self) -> str:
        return f"{self.request_id}: {self.register_number}"


class Offered(models.Model):
    """A reply that everybody may read: a text of its own, which says nothing of who asked."""

    reply = models.OneToOneField(Reply, models.SET_NULL, null=True, related_name="offered")
    question = models.CharField(max_length=200)
    text = models.TextField()
    decision = models.CharField(max_length=8, choices=Decision)
    ground = models.ForeignKey(Ground, models.PROTECT, null=True, related_name="+")
    unit_name = models.CharField(max_length=200)
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(
                fields=["-published_at"],
                name="offered_now",
                condition=Q(withdrawn_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.question


class OfferedFile(models.Model):
    """A file of an offered reply; it stays when the request's own files are erased."""

    offered = models.ForeignKey(Offered, models.CASCADE, related_name="files")
    sha256 = models.CharField(max_length=64, db_index=True, help_text="Names the stored bytes.")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Bytes.")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
