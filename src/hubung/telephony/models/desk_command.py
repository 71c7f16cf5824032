"""What the desk asks the phone program to do."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from hubung.kernel import clock


class DeskCommand(models.Model):
    """One wish of a person at their desk, carried out in the order of the rows.

    Written by `services.commands.ask`, taken by the phone program, and kept until `settled_at` with
    what became of it in `refusal` ("" when it was done).
    """

    class Kind(models.TextChoices):
        """What may be asked for; `services.commands` says with which details."""

        READY = "ready"
        NOT_READY = "not_ready"
        GONE = "gone"
        WRAPPED_UP = "wrapped_up"
        HANG_UP = "hang_up"
        HOLD = "hold"
        RESUME = "resume"
        MUTE = "mute"
        UNMUTE = "unmute"
        TRANSFER = "transfer"
        CONSULT = "consult"
        CONFERENCE = "conference"
        COMPLETE = "complete"
        CANCEL = "cancel"
        REJOIN = "rejoin"
        KEYS = "keys"
        PAUSE_RECORDING = "pause_recording"
        RESUME_RECORDING = "resume_recording"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    details = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(
        max_length=32, blank=True, help_text="Why it was not done, as a code: `no_call`."
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="desk_command_pending", condition=Q(settled_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.person_id}"
