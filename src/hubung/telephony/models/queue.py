"""Queues, who may be given their callers, and the telephones that a call may be led to."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hubung.directory.models import Person, Post, Sector, Unit
from hubung.kernel import clock
from hubung.telephony.menu.tree import NAME
from hubung.telephony.models.call import Call


class CallQueue(models.Model):
    """A queue and its rules, in seconds. A time left empty is that of the settings.

    `queues.defaults` are there without a row. `overflow_to` and the queues of an `AgentProfile` are
    names; one that is gone is passed over.
    """

    name = models.CharField(max_length=40, unique=True, validators=[RegexValidator(NAME)])
    title = models.CharField(max_length=80)
    sector = models.CharField(max_length=8, choices=Sector, blank=True)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="call_queues",
        help_text="The tier 2 team whose people serve it.",
    )
    level = models.PositiveSmallIntegerField(
        default=0, help_text="Skill in the sector that its callers need at first; 0: any."
    )
    head_start_seconds = models.PositiveIntegerField(default=0)
    ring_seconds = models.PositiveIntegerField(null=True, blank=True)
    wrap_up_seconds = models.PositiveIntegerField(null=True, blank=True)
    relax_seconds = models.PositiveIntegerField(default=30)
    overflow_seconds = models.PositiveIntegerField(default=0)
    overflow_to = models.JSONField(default=list, blank=True)
    voicemail_seconds = models.PositiveIntegerField(default=600)
    announce_seconds = models.PositiveIntegerField(default=45)
    longest = models.PositiveIntegerField(default=0)
    callback = models.BooleanField(default=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class AgentProfile(models.Model):
    """What an agent may be given, where it is another than their roles and unit say."""

    person = models.OneToOneField(
        Person, models.CASCADE, primary_key=True, related_name="agent_profile"
    )
    queues = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    levels = models.JSONField(default=dict, help_text="Level 1 to 3 by sector.")

    def __str__(self) -> str:
        return str(self.person)


class Telephone(models.Model):
    """A telephone of a post or of a unit, to which agents may lead a caller.

    The only numbers that the telephone ever dials, besides those of callers who asked for it.
    """

    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="telephones")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="telephones")
    number = models.CharField(max_length=16, help_text="E.164.")
    note = models.CharField(max_length=80, blank=True)
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="telephone_of_post_or_unit",
                condition=Q(post__isnull=False, unit__isnull=True)
                | Q(post__isnull=True, unit__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.post or self.unit)


class WrapUpCode(models.Model):
    """What a conversation was about, in one word. Without rows `queues.codes` has some."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60, help_text="In Indonesian.")
    name_en = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    is_used = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class CallbackState(models.TextChoices):
    WAITING = "waiting", _("Waiting for the call back")
    REACHED = "reached", _("Called back")
    CANCELLED = "cancelled", _("Called again by themselves")
    GIVEN_UP = "given_up", _("Not reached: somebody has to see to it")
    DONE = "done", _("Seen to")


class Callback(models.Model):
    """A caller's wish to be called back, until they were reached or somebody saw to it."""

    call = models.OneToOneField(Call, models.CASCADE, related_name="callback")
    asked_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=CallbackState, default=CallbackState.WAITING)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="callback_due",
                condition=Q(state__in=["waiting", "given_up"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.state}"
