"""Recordings in the file store: put there, opened, deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import transaction

from hubung.kernel import clock, files, sealed, sealedfile
from hubung.kernel.events import emit
from hubung.telephony.events import RecordingKept
from hubung.telephony.models import Call, Recording, RecordingKey
from hubung.telephony.recordings import sound


@dataclass(frozen=True)
class Stored:
    """A sealed file that is on the disk, and what its row is to say."""

    sha256: str
    size: int
    channels: int
    milliseconds: int
    peaks: bytes
    key: bytes


def store(path: Path, *, channels: int, skip: int = 0) -> Stored:
    """Seal the sound of a file, without its first `skip` bytes, as a WAV file.

    Raises StorageFullError, FileNotFoundError, and EOFError for a file that is cut meanwhile.
    """
    frame = channels * sound.SAMPLE_BYTES
    length = max(path.stat().st_size - skip, 0) // frame * frame
    peaks = sound.Peaks(length // frame, channels)
    key = sealedfile.new_key()

    def content() -> Iterator[bytes]:
        yield sound.header(length, channels)
        with path.open("rb") as file:
            yield from peaks.passing(sound.raw(file, skip, length))

    blob = files.store(sealedfile.close(content(), key))
    return Stored(
        sha256=blob.sha256,
        size=sound.HEADER_BYTES + length,
        channels=channels,
        milliseconds=sound.milliseconds(length, channels),
        peaks=peaks.found,
        key=key,
    )


def keep(stored: Stored, *, call: Call, kind: Recording.Kind, file: str) -> Recording:
    """The row of a stored file, once for each name; within the caller's transaction."""
    recording, new = Recording.objects.get_or_create(
        file=file,
        defaults={
            "call": call,
            "kind": kind,
            "sha256": stored.sha256,
            "size": stored.size,
            "channels": stored.channels,
            "milliseconds": stored.milliseconds,
            "peaks": stored.peaks,
        },
    )
    if new:
        key = RecordingKey(pk=recording.pk)
        key.put(stored.key, sealed.current())
        key.save(force_insert=True)
        emit(RecordingKept(subject=f"call:{call.pk}", call_id=call.pk, recording_id=recording.pk))
    return recording


def read(recording: Recording, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """The WAV file from a byte on, in pieces.

    Raises BlobMissingError where it is deleted or its file is not there, KeysError, TamperedError.
    """
    key = RecordingKey.objects.filter(recording=recording).first()
    if key is None:
        raise files.BlobMissingError(f"recording {recording.pk} is deleted")
    secret, wanted = key.take(), recording.size if length is None else length
    file = files.open_blob(recording.sha256)

    def reading() -> Iterator[bytes]:
        with file:
            yield from sealedfile.read(file, secret, recording.size, start, wanted)

    return reading()


@transaction.atomic
def delete(recordings: Iterable[Recording], *, why: str) -> int:
    """Nobody can hear these any more; that they were there stays. Returns how many were.

    Their keys go within the transaction, so a file that could not be removed is of no use.
    """
    rows = [one for one in recordings if one.is_there]
    keys = [row.pk for row in rows]
    RecordingKey.objects.filter(pk__in=keys).delete()
    Recording.objects.filter(pk__in=keys).update(
        deleted_at=clock.now(), deleted_why=why, sha256="", peaks=b""
    )
    for row in rows:
        transaction.on_commit(partial(files.delete_blob, row.sha256))
    return len(rows)


@files.claims
def addresses_in_use(among: Sequence[str]) -> Iterable[str]:
    """Sealed files that a recording needs."""
    return Recording.objects.filter(sha256__in=among).values_list("sha256", flat=True)
