"""What is kept of calls: the call, and every fact of its way in the order in which it happened."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from hubung.directory.models import Person
from hubung.kernel import clock


class Cause(models.TextChoices):
    """Who or what ended a call."""

    CALLER = "caller", _("The caller hung up")
    AGENT = "agent", _("The agent hung up")
    MENU = "menu", _("The menu was at its end")
    VOICEMAIL = "voicemail", _("A message was left")
    LOST = "lost", _("The connection was lost")
    UNREACHED = "unreached", _("Called back without an answer")


class Call(models.Model):
    """A call from outside, from its first ring; a summary of its `CallFact` rows.

    Numbers are E.164 where they are numbers, and empty where the caller withholds theirs.
    """

    engine_id = models.CharField(max_length=80, unique=True)
    caller = models.CharField(max_length=64, blank=True)
    dialled = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, blank=True)
    sector = models.CharField(max_length=20, blank=True)
    queue = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField(null=True, blank=True)
    talk_began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(
        null=True, blank=True, help_text="While they wait for an agent; else empty."
    )
    wrap_up = models.CharField(
        max_length=20, blank=True, help_text="Code that the last agent gave it."
    )
    taken_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="calls_taken"
    )
    cause = models.CharField(max_length=9, choices=Cause, blank=True)

    class Meta:
        ordering = ["-began_at", "-pk"]
        indexes = [
            models.Index(fields=["-began_at"], name="call_began"),
            models.Index(fields=["caller", "-began_at"], name="call_of_caller"),
            models.Index(
                fields=["waiting_since"],
                name="call_waiting",
                condition=models.Q(waiting_since__isnull=False),
            ),
            models.Index(fields=["queued_at"], name="call_queued"),
        ]

    def __str__(self) -> str:
        return self.engine_id

    @property
    def waited(self) -> timedelta | None:
        """From the queue to the conversation, or to the end; None while it lasts or without one."""
        end = self.talk_began_at or self.ended_at
        return end - self.queued_at if self.queued_at and end else None


class CallFact(models.Model):
    """One thing that happened in a call, as the phone program told it. Never changed."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=20, help_text="The service that was told.")
    at = models.DateTimeField()
    leg = models.CharField(max_length=90, blank=True, help_text="The channel it is about.")
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "kind", "at", "leg"], name="call_fact_once"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.kind}"


class Phase(models.TextChoices):
    """What an agent does, as in `telephony.acd`; whether they want calls is `AgentState.reason`."""

    FREE = "free", _("Free")
    RINGING = "ringing", _("Ringing")
    TALKING = "talking", _("Talking")
    WRAP_UP = "wrap_up", _("Wrapping up")


class AgentState(models.Model):
    """From when on an agent was in a phase; the newest row of a person is the present one."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="agent_states")
    phase = models.CharField(max_length=9, choices=Phase)
    reason = models.CharField(
        max_length=40, blank=True, help_text="Why they want no calls; empty: they do."
    )
    call = models.CharField(max_length=80, blank=True, help_text="The engine's id of the call.")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "since", "phase"], name="agent_state_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.phase}"
