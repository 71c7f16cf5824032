"""The register of public information: what there is, what was published of it, what is exempted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hubung.directory.models import Person, Unit
from hubung.disclosure.grounds.proposals import Proposal
from hubung.disclosure.register.choices import Category, Decision, Form, Period
from hubung.kernel import clock
from hubung.ui.dates import language


class Item(models.Model):
    """Information that the ministry holds. Open to everybody unless an exemption is in force.

    What is public of an exempted one is told by `queries`, never by this row.
    """

    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    summary = models.TextField()
    summary_en = models.TextField(blank=True)
    category = models.CharField(max_length=10, choices=Category)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", help_text="Who holds it.")
    responsible = models.CharField(
        max_length=200, blank=True, help_text="The post that makes it and answers for it."
    )
    form = models.CharField(max_length=5, choices=Form)
    period = models.CharField(max_length=7, choices=Period, blank=True)
    due_days = models.PositiveSmallIntegerField(
        default=30, help_text="Days after the end of a period until it has to be published."
    )
    begins_on = models.DateField(help_text="Periods are owed from that of this day on.")
    ends_on = models.DateField(null=True, blank=True, help_text="The first day without it.")
    place = models.CharField(max_length=200, blank=True, help_text="The office where it lies.")
    url = models.URLField(max_length=300, blank=True, help_text="The page where it stands.")
    kept = models.CharField(max_length=120, blank=True, help_text="How long it is kept.")
    entered_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["unit__path", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                name="periodic_has_period", condition=~Q(category=Category.PERIODIC) | ~Q(period="")
            ),
            models.CheckConstraint(
                name="item_ends_after_it_begins",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")),
            ),
        ]
        indexes = [models.Index(fields=["category", "unit"], name="register_category")]

    def __str__(self) -> str:
        return f"information {self.pk}"

    @property
    def subject(self) -> str:
        """What events and the access log name."""
        return f"information:{self.pk}"

    @property
    def name(self) -> str:
        """Its title in the language of the page."""
        return self.title if language() == "id" else self.title_en or self.title

    @property
    def about(self) -> str:
        """What it is, in the language of the page."""
        return self.summary if language() == "id" else self.summary_en or self.summary


class Edition(models.Model):
    """Something that was published of an item: a file, or the page where it stands."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="editions")
    period_start = models.DateField(null=True, help_text="Of what is periodic: its first day.")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes.")
    url = models.URLField(max_length=300, blank=True)
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-period_start", "-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="edition_is_somewhere", condition=~Q(sha256="") | ~Q(url="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: edition {self.pk}"


class Exemption(Proposal):
    """A proposal to exempt an item, with its consequence test, and what was decided.

    It closes the item as long as `closes_until` is in the future, and not a moment longer: no
    program has to do anything for the item to be open again.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="exemptions")
    name = models.CharField(
        max_length=200, help_text="How everybody may know it: names nothing that is closed."
    )
    statute = models.CharField(
        max_length=200, blank=True, help_text="The other law that closes it, if there is one."
    )
    harm = models.TextField(help_text="What opening it would do; public.")
    benefit = models.TextField(help_text="What closing it protects; public.")
    weighing = models.TextField(help_text="Why that weighs more than knowing; not public.")
    in_part = models.TextField(blank=True, help_text="What stays open of it; public.")
    until = models.DateField(help_text="The last day on which it is exempted.")
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.PENDING)
    closes_until = models.DateTimeField(null=True, help_text="Null: it closes nothing.")
    ended_at = models.DateTimeField(null=True, help_text="Since when it closes nothing any more.")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_pending_exemption",
                fields=["item"],
                condition=Q(decision=Decision.PENDING),
            ),
            models.CheckConstraint(
                name="second_person_exempts",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
        ]
        indexes = [
            models.Index(fields=["item", "closes_until"], name="exemption_closes"),
            models.Index(
                fields=["decide_by"], name="exemption_lasts", condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"exemption {self.pk}"
