"""Holds an engine: has one there, starts it, watches it, starts it again."""

from __future__ import annotations

import logging
import subprocess
import threading
from collections.abc import Callable

from hubung.telephony.asterisk import installation, running
from hubung.telephony.asterisk.errors import EngineError
from hubung.telephony.asterisk.place import Place
from hubung.telephony.asterisk.watchman import Watchman

log = logging.getLogger(__name__)

#: Until an engine that could not be had is tried again, and one that could not be started.
FETCH_AGAIN_SECONDS = 900.0
START_AGAIN_SECONDS = 15.0
LOOK_SECONDS = 0.25


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
            process = running.start(place, dies_with_us=True)
        except EngineError as error:
            running.tell(place, str(error))
            log.warning("no telephone engine", extra={"why": str(error)})
            is_there = installation.find(place) is not None
            stop.wait(START_AGAIN_SECONDS if is_there else FETCH_AGAIN_SECONDS)
            continue
        running.tell(place, "")
        log.info("telephone engine started", extra={"pid": process.pid})
        _watch(place, process, stop)


def _watch(place: Place, process: subprocess.Popen[bytes], stop: threading.Event) -> None:
    """Until it is to stop. Raises EngineError when the engine ends by itself."""
    watchman = Watchman(place, process.pid)
    while not stop.wait(LOOK_SECONDS):
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
