"""Holds an engine: has one there, starts it, watches it, starts it again."""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections.abc import Callable

from hubung.telephony.asterisk import installation, running
from hubung.telephony.asterisk.errors import EngineError, NotComingUpError
from hubung.telephony.asterisk.installation import Installed
from hubung.telephony.asterisk.place import Place
from hubung.telephony.asterisk.watchman import Watchman

log = logging.getLogger(__name__)

#: Until an engine that could not be had is tried again, and one that could not be started.
FETCH_AGAIN_SECONDS = 900.0
START_AGAIN_SECONDS = 15.0
LOOK_SECONDS = 0.25
#: How often it is looked whether another engine was unpacked.
EXCHANGE_LOOK_SECONDS = 5.0


def keep(place: Place, stop: threading.Event, prepare: Callable[[], None]) -> None:
    """A part's life; what hinders goes into `running.why(place)`.

    `prepare` does what the first caller needs, once the packages are there.
    """
    while not stop.is_set():
        try:
            running.tell(place, "It is being fetched.")
            installation.install(place, say=lambda said: log.info("engine", extra={"said": said}))
            running.tell(place, "Its prompts are being spoken.")
            prepare()
            if running.answers(place):
                running.tell(place, "")
                _watch_other(place, stop)
                continue
            running.tell(place, "It is being started.")
            process = _start(place)
        except EngineError as error:
            running.tell(place, str(error))
            log.warning("no telephone engine", extra={"why": str(error)})
            is_there = installation.find(place) is not None
            stop.wait(START_AGAIN_SECONDS if is_there else FETCH_AGAIN_SECONDS)
            continue
        running.tell(place, "")
        log.info("telephone engine started", extra={"pid": process.pid})
        _watch(place, process, stop)


def _start(place: Place) -> subprocess.Popen[bytes]:
    """The engine, or the one before it where an exchanged one does not come up."""
    try:
        process = running.start(place, dies_with_us=True)
    except NotComingUpError as error:
        if not installation.go_back(place):
            raise
        log.error(
            "the new engine does not come up, the one before is used", extra={"why": str(error)}
        )
        return running.start(place, dies_with_us=True)
    installation.settle(place)
    return process


def _may_be_exchanged(place: Place, used: Installed) -> bool:
    """A newer engine is there, and nobody would be cut off."""
    if not installation.is_exchanged(place, used):
        return False
    return running.command(place, "core show channels count").startswith("0 active channels")


def _watch(place: Place, process: subprocess.Popen[bytes], stop: threading.Event) -> None:
    """Until it is to stop, or to be exchanged. Raises EngineError when it ends by itself."""
    used = installation.find(place)
    watchman = Watchman(place, process.pid)
    look_at = time.monotonic() + EXCHANGE_LOOK_SECONDS
    while not stop.wait(LOOK_SECONDS):
        if used and time.monotonic() >= look_at:
            look_at = time.monotonic() + EXCHANGE_LOOK_SECONDS
            if _may_be_exchanged(place, used):
                log.info("the telephone engine is exchanged")
                break
        if process.poll() is not None:
            running.tell(place, "It ended by itself and is being started again.")
            raise EngineError(f"The telephone engine ended with code {process.returncode}.")
        watchman.look()
    process.terminate()
    try:
        process.wait(running.STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _watch_other(place: Place, stop: threading.Event) -> None:
    """One that was started by hand; ours begins when that one ends."""
    number = running.pid(place)
    watchman = Watchman(place, number) if number else None
    while running.answers(place) and not stop.wait(LOOK_SECONDS):
        if watchman:
            watchman.look()
