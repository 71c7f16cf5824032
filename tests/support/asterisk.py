"""A real telephone engine for a test, with a folder and ports of its own.

    def test_something(engine: RunningEngine) -> None:
        engine.command("core show channels")

What calls from 127.0.0.1 is the operator's trunk `this-machine`; 127.0.0.2 and all others are
strangers, unless the settings say otherwise: `with running_engine(networks=("127.0.0.2/32",))`.
The unpacked packages are kept in the account's cache, so they are fetched once per machine.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hubung.telephony.asterisk import credentials, installation, running
from hubung.telephony.asterisk.errors import EngineError
from hubung.telephony.asterisk.place import Place
from hubung.telephony.settings import Phone
from tests.support.program import free_ports

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hubung/phone-engine"


#: Every prompt of the catalogue, spoken: that takes longer than any test of a call.
SPOKEN = CACHE.with_name("spoken")


@dataclass
class RunningEngine:
    """One engine; `stop` and `start` may be called in turn."""

    place: Place
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return self.place.url

    @property
    def user(self) -> str:
        return credentials.of(self.place).user

    @property
    def password(self) -> str:
        return credentials.of(self.place).password

    @property
    def sip_port(self) -> int:
        return self.place.phone.sip_port

    def command(self, text: str) -> str:
        return running.command(self.place, text)

    def stop(self) -> None:
        running.stop(self.place)
        self.process.wait()

    def start(self) -> None:
        self.process = running.start(self.place)

    def kill9(self) -> None:
        """As when it crashes."""
        self.process.kill()
        self.process.wait()


def settings(**changes: Any) -> Phone:
    """Settings with free ports and the unpacked engine of this machine, fetched when missing."""
    (http_port,) = free_ports(1)
    # Engines of several tests share the range; each takes ports that are free.
    phone = Phone(
        engine=str(CACHE),
        sip_port=free_udp_port(),
        http_port=http_port,
        rtp_first=20000,
        rtp_last=29999,
        **changes,
    )
    unpacked(phone)
    return phone


def unpacked(phone: Phone, say: installation.Say = lambda _: None) -> installation.Installed:
    """The engine in this machine's cache. Raises EngineError."""
    # It listens on this machine only, so an older list of packages does no harm.
    return installation.install(Place(CACHE.parent, phone), accept_expired=True, say=say)


@contextlib.contextmanager
def running_engine(**changes: Any) -> Iterator[RunningEngine]:
    """An engine for the length of a block; `changes` are settings of `[phone]`."""
    folder = Path(tempfile.mkdtemp(prefix="hubung-phone-"))
    place = Place(folder, settings(**changes))
    try:
        engine = RunningEngine(place, running.start(place))
        try:
            yield engine
        finally:
            engine.kill9()  # a clean end takes a second, and nothing of it is kept
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def lend_voice(place: Place) -> None:
    """Give an engine the prompts that were spoken already, if they were."""
    if SPOKEN.exists():
        shutil.copytree(SPOKEN, place.sounds, dirs_exist_ok=True)


@contextlib.contextmanager
def voiced(place: Place) -> Iterator[None]:
    """Around a start that speaks every prompt; only the first of all tests has to."""
    SPOKEN.parent.mkdir(parents=True, exist_ok=True)
    with SPOKEN.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not SPOKEN.exists():
            yield
            draft = Path(tempfile.mkdtemp(dir=SPOKEN.parent))
            shutil.copytree(place.sounds, draft, dirs_exist_ok=True)
            draft.rename(SPOKEN)
            return
    lend_voice(place)
    yield


@pytest.fixture
def engine() -> Iterator[RunningEngine]:
    """A running engine of the test's own."""
    with running_engine() as started:
        yield started


def free_udp_port() -> int:
    """A port that nobody has now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Have it there before the tests that need it: `python -m tests.support.asterisk`."""
    try:
        print(f"Asterisk {unpacked(Phone(engine=str(CACHE)), print).version} is there.")
    except EngineError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
