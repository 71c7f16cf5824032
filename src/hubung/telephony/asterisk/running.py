"""The engine as a process: started, asked, stopped."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import select
import signal
import socket
import subprocess
import time
from functools import partial
from pathlib import Path

from hubung.telephony.asterisk import configuration, installation, silence
from hubung.telephony.asterisk.errors import EngineError, NotComingUpError
from hubung.telephony.asterisk.installation import Installed
from hubung.telephony.asterisk.place import Place

BOOT_SECONDS = 30.0
STOP_SECONDS = 10.0
OPEN_FILES = 65_536
_PR_SET_PDEATHSIG = 1


def answers(place: Place) -> bool:
    """Whether an engine listens for commands here."""
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as probe:
        try:
            probe.connect(str(place.run / "asterisk.ctl"))
        except OSError:
            return False
    return True


def pid(place: Place) -> int | None:
    """Process id of the engine that runs here."""
    try:
        number = int((place.run / "asterisk.pid").read_text())
        os.kill(number, 0)
    except (OSError, ValueError):
        return None
    return number if answers(place) else None


def command(place: Place, text: str, *, seconds: float = 10) -> str:
    """What the running engine says to a command of its console. Raises EngineError."""
    installed = installation.find(place)
    if installed is None or not answers(place):
        raise EngineError("The telephone engine does not run.")
    try:
        made = subprocess.run(  # noqa: S603
            [*_call(place, installed), "-rx", text],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise EngineError("The telephone engine does not answer.") from error
    return made.stdout


def start(place: Place, *, dies_with_us: bool = False) -> subprocess.Popen[bytes]:
    """Write the configuration, start the engine, return when it is ready for calls.

    Raises EngineError when it is not installed or a port is taken, NotComingUpError.
    """
    installed = installation.find(place)
    if installed is None:
        raise EngineError("There is no telephone engine: run `hubung phone install`.")
    if answers(place):
        raise EngineError("The telephone engine runs already.")
    _expect_free(place)
    configuration.write(place, installed)
    with (place.log / "start.log").open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            [*_call(place, installed), "-f"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=place.folder,
            # Ctrl-C and a closed terminal are not for it.
            start_new_session=True,
            # Whoever asks it early and goes would end it by SIGPIPE, which it ignores too late.
            restore_signals=False,
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},
            preexec_fn=partial(_begin, dies_with_us=dies_with_us),
        )
    try:
        _wait_ready(place, process)
    except EngineError:
        process.kill()
        process.wait()
        raise
    silence.attach(process.pid, place)
    return process


def stop(place: Place) -> None:
    """End it; calls end with it. Raises EngineError if it stays."""
    number = pid(place)
    if number is None:
        return
    handle = os.pidfd_open(number)
    try:
        for demand in (signal.SIGTERM, signal.SIGKILL):
            signal.pidfd_send_signal(handle, demand)
            if _has_ended(handle):
                return
    except ProcessLookupError:
        return
    finally:
        os.close(handle)
    raise EngineError("The telephone engine can't be stopped.")


def why(place: Place) -> str:
    """Why there is no engine, as whoever holds it last said; empty: no reason is known."""
    try:
        return _note(place).read_text()
    except OSError:
        return ""


def tell(place: Place, reason: str) -> None:
    """Keep the reason for whoever asks."""
    place.make()
    _note(place).write_text(reason)


def _note(place: Place) -> Path:
    return place.run / "why"


def _call(place: Place, installed: Installed) -> list[str]:
    # A relative path would be looked for in the system's folder.
    return [str(installed.program), "-C", str((place.etc / "asterisk.conf").absolute())]


def _begin(*, dies_with_us: bool) -> None:
    """In the new process, before it is the engine."""
    # Four sockets and a recording for each call: the usual 1024 are not enough for 300 of them.
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    if dies_with_us:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _expect_free(place: Place) -> None:
    """Asterisk would run on without its doors."""
    phone = place.phone
    for kind, host, port, setting in (
        (socket.SOCK_DGRAM, phone.host, phone.sip_port, "HUBUNG_PHONE__SIP_PORT"),
        (socket.SOCK_STREAM, "127.0.0.1", phone.http_port, "HUBUNG_PHONE__HTTP_PORT"),
    ):
        with contextlib.closing(socket.socket(socket.AF_INET, kind)) as probe:
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise EngineError(
                    f"Port {port} at {host} can't be used ({error.strerror}): set {setting} to "
                    "another."
                ) from error


def _wait_ready(place: Place, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + BOOT_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise NotComingUpError(
                f"The telephone engine ended at once (code {process.returncode}): see {place.log}."
            )
        # On a busy machine it may listen, and not take the question yet.
        if answers(place) and "fully booted" in command(
            place, "core waitfullybooted", seconds=BOOT_SECONDS
        ):
            return
        time.sleep(0.05)
    raise NotComingUpError(f"The telephone engine did not come up: see {place.log}.")


def _has_ended(handle: int) -> bool:
    return bool(select.select([handle], [], [], STOP_SECONDS)[0])
