"""What the engine recorded is taken in sealed, once, whenever the program is killed."""

from __future__ import annotations

import io
import os
import time
import wave
from array import array
from pathlib import Path

import pytest
from django.conf import settings

from hubung.cases.files import UNCLAIMED, sweep_unclaimed
from hubung.kernel import clock, files, keyring, rotation
from hubung.kernel.keyring import TamperedError
from hubung.kernel.models import Event
from hubung.telephony.asterisk.place import Place
from hubung.telephony.models import Call, Recording, RecordingKey
from hubung.telephony.recordings import keeping, taking
from tests.support import calls, sounds
from tests.support.ministry import build

pytestmark = pytest.mark.django_db
KEY = "1720000000.7"
FILE = f"recordings/{KEY}.raw"


def recorded(place: Place, seconds: float = 2.0) -> Path:
    path = place.spool / FILE
    path.write_bytes(sounds.conversation(seconds))
    return path


def heard(recording: Recording) -> list[array[int]]:
    """Its channels."""
    with wave.open(io.BytesIO(b"".join(keeping.read(recording)))) as file:
        samples = array("h", file.readframes(file.getnframes()))
        return [samples[one :: file.getnchannels()] for one in range(file.getnchannels())]


def test_a_conversation_is_sealed_and_both_sides_are_heard(place: Place) -> None:
    raw = recorded(place)
    calls.call(KEY, agent=build().ratih)
    assert taking.take_all(place) == 1
    assert not raw.exists()
    recording = Recording.objects.get()
    assert (recording.call.engine_id, recording.kind, recording.channels) == (KEY, "talk", 2)
    assert (recording.milliseconds, recording.size) == (2000, 44 + 64_000)
    left, right = heard(recording)
    assert sounds.share(left, sounds.LEFT) > 0.95
    assert sounds.share(right[len(right) // 2 :], sounds.RIGHT) > 0.95
    # Sealed: nothing of the sound lies open, and only this key opens it.
    sealed = files.open_blob(recording.sha256).read()
    assert b"RIFF" not in sealed
    assert sounds.conversation()[:64] not in sealed
    # The agent spoke in the second half only.
    middle = len(recording.peaks) // 2
    left_peaks, right_peaks = recording.peaks[:middle], recording.peaks[middle:]
    assert len(left_peaks) == 400
    assert min(left_peaks) > 60
    assert max(right_peaks[:190]) == 0
    assert min(right_peaks[210:]) > 60
    assert Event.objects.filter(name="telephony.RecordingKept").count() == 1


def test_any_part_of_it_can_be_read(place: Place) -> None:
    recorded(place, 9.0)
    calls.call(KEY)
    taking.take_all(place)
    recording = Recording.objects.get()
    whole = b"".join(keeping.read(recording))
    assert len(whole) == recording.size > 4 * 65_536
    for start, length in ((0, 1), (44, 100), (65_530, 20), (65_536, 65_536), (len(whole) - 5, 99)):
        assert b"".join(keeping.read(recording, start, length)) == whole[start : start + length]
    path = next(settings.HUBUNG.home.glob(f"files/*/{recording.sha256}"))
    path.write_bytes(path.read_bytes()[: 65_552 * 2])
    with pytest.raises(TamperedError):
        list(keeping.read(recording))


def test_what_goes_on_is_left_alone(place: Place) -> None:
    raw = recorded(place)
    running = calls.call(KEY, recorded=False, over=False)
    assert taking.take_all(place) == 0
    assert raw.exists()
    calls.end(running)
    assert taking.take_all(place) == 1


class KilledError(BaseException):
    """The program ends here."""


@pytest.mark.parametrize("step", ["sealed", "committed"])
def test_killed_between_two_steps_nothing_is_lost_or_doubled(
    place: Place, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    raw = recorded(place)
    calls.call(KEY)

    def die(*_args: object, **_more: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        if step == "sealed":
            patched.setattr(keeping, "keep", die)
        else:
            patched.setattr(Path, "unlink", die)
        with pytest.raises(KilledError):
            taking.take_all(place)
    assert raw.exists()
    assert Recording.objects.count() == (0 if step == "sealed" else 1)
    taking.take_all(place)
    assert not raw.exists()
    assert sounds.share(heard(Recording.objects.get())[0], sounds.LEFT) > 0.95
    assert taking.take_all(place) == 0
    # What the killed one left behind is swept, and what is needed stays.
    long_ago = time.time() - UNCLAIMED.total_seconds() - 60
    for blob in settings.HUBUNG.home.glob("files/*/*"):
        os.utime(blob, (long_ago, long_ago))
    sweep_unclaimed()
    assert heard(Recording.objects.get())


def test_a_second_sound_under_the_same_name_is_kept_too(place: Place) -> None:
    recorded(place)
    calls.call(KEY)
    taking.take_all(place)
    recorded(place, 3.0)
    assert taking.take_all(place) == 1
    assert [one.seconds for one in Recording.objects.all()] == [2, 3]


def test_messages_taken_without_the_program_become_calls_once(place: Place) -> None:
    """The dialplan's stand-in recorded them; nobody told of these calls."""
    folder = place.spool / "voicemail"
    sounds.message(folder / "1720000100-+628115550199-1720000100.3.wav")
    sounds.message(folder / "1720000200--1720000200.4.wav")
    for _again in range(2):
        taking.take_all(place)
    first, second = Call.objects.order_by("engine_id")
    assert (first.engine_id, first.caller, first.cause) == (
        "1720000100.3",
        "+628115550199",
        "voicemail",
    )
    assert second.caller == ""
    assert second.began_at.timestamp() == 1_720_000_200
    assert Recording.objects.filter(kind="message", channels=1).count() == 2
    assert not list(folder.iterdir())
    assert sounds.share(heard(Recording.objects.all()[0])[0], sounds.LEFT) > 0.95


def test_a_file_whose_call_nobody_told_of_waits_an_hour_and_is_kept(place: Place) -> None:
    raw = recorded(place)
    assert taking.take_all(place) == 0
    os.utime(raw, (time.time() - 4000, time.time() - 4000))
    assert taking.take_all(place) == 1
    assert Call.objects.get().cause == "lost"


def test_keys_change_and_recordings_stay(place: Place) -> None:
    recorded(place)
    calls.call(KEY)
    taking.take_all(place)
    recording = Recording.objects.get()
    before = (recording.sha256, RecordingKey.objects.get().key_id)
    rotation.finish(rotation.begin(), lambda _done, _total: None)
    assert RecordingKey.objects.get().key_id > before[1]
    assert before[1] not in keyring.load()
    assert heard(Recording.objects.get())
    keeping.delete([recording], why="retention")
    recording.refresh_from_db()
    assert recording.deleted_at is not None
    assert recording.deleted_at <= clock.now()
    assert not RecordingKey.objects.exists()
    with pytest.raises(files.BlobMissingError):
        keeping.read(recording)
