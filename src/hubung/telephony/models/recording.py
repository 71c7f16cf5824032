"""Recordings of calls and messages of callers, as they are kept: sealed, and each only once."""

from __future__ import annotations

from django.db import models

from hubung.kernel import clock
from hubung.kernel.sealed import Sealed
from hubung.telephony.models.call import Call


class Recording(models.Model):
    """A sound file of a call. The row stays when the sound is deleted, and says when and why."""

    class Kind(models.TextChoices):
        """What was recorded."""

        TALK = "talk"
        MESSAGE = "message"

    call = models.ForeignKey(Call, models.CASCADE, related_name="recordings")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    file = models.CharField(
        max_length=200, unique=True, help_text="What the engine called it, below its spool."
    )
    sha256 = models.CharField(max_length=64, db_index=True, help_text="Names the sealed file.")
    size = models.PositiveBigIntegerField(help_text="Bytes of the WAV file that is sealed.")
    channels = models.PositiveSmallIntegerField(help_text="2: left the caller, right the agent.")
    milliseconds = models.PositiveIntegerField()
    peaks = models.BinaryField(
        help_text="Loudness over time, a byte for each stretch, one channel after the other."
    )
    taken_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_why = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["taken_at"], name="recording_taken")]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.file}"

    @property
    def is_there(self) -> bool:
        return self.deleted_at is None

    @property
    def seconds(self) -> int:
        return round(self.milliseconds / 1000)


class RecordingKey(Sealed):
    """The key of one recording's file; without it nobody can hear that any more."""

    recording = models.OneToOneField(
        Recording, models.CASCADE, primary_key=True, related_name="key_row"
    )

    def __str__(self) -> str:
        return f"key of {self.recording_id}"
