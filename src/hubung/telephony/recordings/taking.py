"""One round through the engine's spool: what is complete is taken in and removed there."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from django.db import DatabaseError, InterfaceError, transaction

from hubung.kernel.faults import describe
from hubung.telephony import services
from hubung.telephony.asterisk import numbers, running
from hubung.telephony.asterisk.place import Place
from hubung.telephony.calls.state import call_of
from hubung.telephony.models import Call, Recording
from hubung.telephony.recordings import keeping, sound

log = logging.getLogger(__name__)

#: Untouched for so long, and nobody told of its call: nobody will.
FORGOTTEN_SECONDS = 3600.0
Kind = Recording.Kind


@dataclass(frozen=True)
class Found:
    """A file of the engine; `told_by` is the note that says that it is complete."""

    path: Path
    name: str
    call: str
    kind: Recording.Kind
    channels: int
    skip: int
    told_by: str

    @property
    def size(self) -> int:
        """Bytes of the WAV file that it becomes."""
        frame = self.channels * sound.SAMPLE_BYTES
        length = max(self.path.stat().st_size - self.skip, 0)
        return sound.HEADER_BYTES + length // frame * frame


def take_all(place: Place) -> int:
    """Take in everything that is complete; returns how many files.

    One that can't be taken is logged and stays for the next round. Raises what says that the
    database is away.
    """
    taken = 0
    there = list(look(place))
    written = _being_written(place) if there else set()
    for found in there:
        if os.path.realpath(found.path) in written:
            continue
        try:
            taken += take(place, found)
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:
            log.exception(
                "a recording can't be taken in", extra={"file": found.name, "why": describe(error)}
            )
    return taken


def look(place: Place) -> Iterator[Found]:
    """All files of the engine that are sounds of calls."""
    for path in sorted((place.spool / "recordings").glob("*.raw")):
        name = f"recordings/{path.name}"
        yield Found(path, name, call_of(path.stem), Kind.TALK, 2, 0, "recording_ended")
    # The header is ours: that of a file whose writer was killed tells nothing.
    skip = sound.HEADER_BYTES
    for path in sorted((place.spool / "recording").glob("*.wav")):
        name = f"recording/{path.name}"
        yield Found(path, name, call_of(path.stem), Kind.MESSAGE, 1, skip, "voicemail_left")
    for path in sorted((place.spool / "voicemail").glob("*.wav")):
        parts = path.stem.split("-", 2)
        if len(parts) == 3:
            name = f"voicemail/{path.name}"
            yield Found(path, name, parts[2], Kind.MESSAGE, 1, skip, "")


def take(place: Place, found: Found) -> bool:
    """Take in a file that nobody writes any more, unless its call goes on. Whether it was taken."""
    known = Recording.objects.filter(file=found.name).first()
    if known is not None and known.size != found.size:
        # Another sound under the same name: nothing is removed that nobody has read.
        found = replace(found, name=f"{found.name}+{found.path.stat().st_mtime_ns}")
        known = Recording.objects.filter(file=found.name).first()
    if known is None:
        if not _is_complete(found):
            return False
        stored = keeping.store(found.path, channels=found.channels, skip=found.skip)
        with transaction.atomic():
            call = _call(place, found)
            keeping.keep(stored, call=call, kind=found.kind, file=found.name)
    # Only now: its row is committed, and the sealed file is on the disk.
    found.path.unlink(missing_ok=True)
    return known is None


def _is_complete(found: Found) -> bool:
    """The note came that it is; the stand-in's messages have none; or nobody will ever tell."""
    if not found.told_by:
        return True
    call = Call.objects.filter(engine_id=found.call).first()
    if call is not None and (
        call.ended_at is not None
        or call.facts.filter(kind=found.told_by, details__file=found.name).exists()
    ):
        return True
    return time.time() - found.path.stat().st_mtime > FORGOTTEN_SECONDS


def _call(place: Place, found: Found) -> Call:
    """The call of a file, told where nobody told of it."""
    written = datetime.fromtimestamp(found.path.stat().st_mtime, UTC)
    call = Call.objects.filter(engine_id=found.call).first()
    if call is None:
        began, caller = _said_by_name(found, written)
        services.call_began(
            engine_id=found.call,
            at=began,
            direction="in",
            caller=caller,
            dialled=place.phone.number,
        )
    if found.kind is Kind.MESSAGE and not _is_told(found):
        services.voicemail_left(engine_id=found.call, at=written, file=found.name, box="")
        services.call_ended(engine_id=found.call, at=written, cause="voicemail")
    elif call is None:
        services.call_ended(engine_id=found.call, at=written, cause="lost")
    return Call.objects.get(engine_id=found.call)


def _is_told(found: Found) -> bool:
    return Call.objects.filter(
        engine_id=found.call, facts__kind="voicemail_left", facts__details__file=found.name
    ).exists()


def _said_by_name(found: Found, written: datetime) -> tuple[datetime, str]:
    """When the call began, and from which number, as far as the file's name says."""
    if found.told_by:
        return written, ""
    epoch, caller, _call_id = found.path.stem.split("-", 2)
    began = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else written
    return min(began, written), numbers.caller(caller)


def _being_written(place: Place) -> set[str]:
    """The files that the running engine holds open."""
    number = running.pid(place)
    if number is None:
        return set()
    open_ones = set()
    folder = f"/proc/{number}/fd"
    try:
        for link in os.listdir(folder):
            try:
                # As text: a busy engine has thousands.
                open_ones.add(os.readlink(f"{folder}/{link}"))
            except FileNotFoundError:
                continue
    except FileNotFoundError:
        return set()
    return open_ones
