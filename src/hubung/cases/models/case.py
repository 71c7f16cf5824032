"""The reporter, the case, and who is named to it."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import cached_property
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hubung.cases.choices import OPEN, Channel, Kind, Outcome, Status
from hubung.directory.models import Person, Sector, Unit
from hubung.kernel import clock, numbers
from hubung.kernel.sealed import SealedNumber
from hubung.ui.people import mask_number


def new_nonce() -> str:
    return secrets.token_hex(16)


class Reporter(models.Model):
    """Somebody who told us something, as they can be reached. Not an account."""

    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True, db_index=True, help_text="Lower case.")
    phone = models.CharField(max_length=20, blank=True, db_index=True, help_text="E.164.")
    address = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, default="id")
    wants_notices = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name or self.email or self.phone or f"#{self.pk}"


class ResidentNumber(SealedNumber):
    """The NIK of a reporter, 16 digits, where the law asks who somebody is: `reporter.nik`.

    It says itself masked. An anonymous report has no reporter, and so no NIK.
    """

    KIND = "nik"

    reporter = models.OneToOneField(Reporter, models.CASCADE, primary_key=True, related_name="nik")

    class Meta:
        indexes = [models.Index(fields=["digest"], name="resident_number_digest")]

    def __str__(self) -> str:
        return mask_number(self.reveal())


class CaseManager(models.Manager["Case"]):
    def by_number(self, text: str) -> Case | None:
        """The case with this number, however it was typed; None when there is none."""
        return self.with_number(text).first()

    def with_number(self, text: str) -> models.QuerySet[Case]:
        """At most one case, to be narrowed further."""
        ministry = settings.HUBUNG.ministry
        parsed = numbers.parse_case_number(text, short_code=ministry.short_code)
        if parsed is None:
            return self.none()
        begin = datetime(parsed.year, 1, 1, tzinfo=ZoneInfo(ministry.timezone))
        year = (begin, begin.replace(year=parsed.year + 1))
        return self.filter(pk=parsed.case_id, created_at__gte=year[0], created_at__lt=year[1])


class Case(models.Model):
    """One concern of one reporter, from the first word to the last."""

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.COMPLAINT)
    sector = models.CharField(max_length=8, choices=Sector, blank=True)
    channel = models.CharField(max_length=8, choices=Channel)
    external_id = models.CharField(
        max_length=100,
        null=True,
        help_text="The channel's own id; a retry with the same one makes no second case.",
    )
    legacy_number = models.CharField(
        max_length=60, blank=True, help_text="Number in the old records."
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.NEW)
    tier = models.PositiveSmallIntegerField(default=1)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cases")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="cases")

    reporter = models.ForeignKey(
        Reporter, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    anonymous = models.BooleanField(default=False)
    confidential = models.BooleanField(default=False)
    restricted = models.BooleanField(
        default=False,
        db_default=False,
        help_text="The person it is about has had its use restricted (UU 27/2022).",
    )
    language = models.CharField(max_length=2, default="id")
    wants_notices = models.BooleanField(default=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    happened_at = models.CharField(max_length=40, blank=True, help_text="Time of day, as told.")

    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    objections = models.PositiveSmallIntegerField(default=0)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed"
    )

    # The soonest of its running clocks: what lists sort by and colour.
    next_due_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Rises with each change.")
    seen_version = models.PositiveIntegerField(
        default=0, db_default=0, help_text="The version that its owner last had before them."
    )
    code_nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    # Head of the timeline's hash chain: a removed last entry would show.
    entries = models.PositiveIntegerField(default=0, editable=False)
    head_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[CaseManager] = CaseManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="case_once_per_external_id",
                fields=["channel", "external_id"],
                condition=Q(external_id__isnull=False),
            ),
            models.CheckConstraint(name="case_tier_1_to_3", condition=Q(tier__gte=1, tier__lte=3)),
            models.CheckConstraint(
                name="anonymous_has_no_reporter",
                condition=Q(anonymous=False) | Q(reporter__isnull=True),
            ),
            models.CheckConstraint(
                name="misconduct_is_confidential",
                condition=~Q(kind=Kind.MISCONDUCT) | Q(confidential=True),
            ),
            models.CheckConstraint(
                name="personal_data_is_confidential",
                condition=~Q(kind=Kind.PERSONAL_DATA) | Q(confidential=True),
            ),
            models.CheckConstraint(
                name="case_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
            ),
        ]
        indexes = [
            # Work lists look at open cases only: a small part of a registry that only grows.
            models.Index(
                fields=["next_due_at", "id", "unit"],
                name="case_open_due",
                condition=Q(status__in=OPEN),
            ),
            models.Index(
                fields=["unit", "next_due_at"], name="case_open_unit", condition=Q(status__in=OPEN)
            ),
            models.Index(
                fields=["owner", "next_due_at"],
                name="case_open_owner",
                condition=Q(status__in=OPEN, owner__isnull=False),
            ),
            models.Index(
                fields=["tier", "next_due_at", "id", "unit"],
                name="case_unassigned",
                condition=Q(status__in=OPEN, owner__isnull=True),
            ),
            # Small sets, each a view of the work list.
            models.Index(
                fields=["unit", "next_due_at"],
                name="case_waiting",
                condition=Q(status=Status.INCOMPLETE),
            ),
            models.Index(
                fields=["unit", "next_due_at"],
                name="case_objection",
                condition=Q(status=Status.REOPENED, objections__gt=0),
            ),
            # The filters of the work list, where a view is as wide as the ministry.
            models.Index(
                fields=["sector", "next_due_at"],
                name="case_open_sector",
                condition=Q(status__in=OPEN),
            ),
            models.Index(
                fields=["channel", "next_due_at"],
                name="case_open_channel",
                condition=Q(status__in=OPEN),
            ),
            models.Index(fields=["created_at"], name="case_created"),
            # What another program has not fetched yet.
            models.Index(fields=["updated_at"], name="case_updated"),
            models.Index(fields=["reporter", "-id"], name="case_reporter"),
            models.Index(
                fields=["legacy_number"], name="case_legacy", condition=~Q(legacy_number="")
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def year(self) -> int:
        """The year in its number: that of its arrival, at the head office."""
        return self.created_at.astimezone(ZoneInfo(settings.HUBUNG.ministry.timezone)).year

    @cached_property
    def number(self) -> str:
        """As `151-26-0047-1182-7`, with a check digit; derived, never stored."""
        return numbers.case_number(settings.HUBUNG.ministry.short_code, self.year, self.pk)

    @property
    def code(self) -> str:
        """The reporter's private code; derived from the installation's key, never stored."""
        return numbers.private_code(settings.SECRET_KEY, self.pk, bytes.fromhex(self.code_nonce))

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_notified(self) -> bool:
        """Whether mails about this case are sent to its reporter."""
        reporter = self.reporter
        if reporter is None or self.restricted:
            return False
        return bool(reporter.email and reporter.wants_notices and self.wants_notices)

    @property
    def subject(self) -> str:
        """What live pages watch."""
        return f"case:{self.pk}"


class Handler(models.Model):
    """Somebody who is named to a confidential case: nobody else sees it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="handlers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="handled")
    named_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    named_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="handler_once", fields=["case", "person"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.case}"
