"""The engine as a part of `hubung serve`."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hubung.telephony.asterisk import running, watchman
from hubung.telephony.asterisk.place import Place
from tests.engine.sip import Knock
from tests.support.asterisk import lend_voice, settings
from tests.support.program import Program

pytestmark = pytest.mark.once


def _until(truth: Callable[[], bool], seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)


def test_the_supervisor_holds_it(program: Program) -> None:
    phone = settings()
    place = Place(program.home / "phone", phone)
    program.settings = {
        "HUBUNG_PHONE__ENABLED": "true",
        "HUBUNG_PHONE__ENGINE": phone.engine,
        "HUBUNG_PHONE__SIP_PORT": str(phone.sip_port),
        "HUBUNG_PHONE__HTTP_PORT": str(phone.http_port),
        "HUBUNG_PHONE__NETWORKS": '["127.0.0.2/32"]',
    }
    lend_voice(place)
    program.start()
    _until(lambda: running.pid(place) is not None and running.why(place) == "")
    first = running.pid(place)
    assert first is not None

    refused = program.run("phone", "down")
    assert refused.returncode == 1
    assert "hubung serve" in refused.stderr
    told = program.run("phone", "status")
    assert told.returncode == 0
    assert f"process {first}," in told.stdout
    assert program.run("phone", "doctor").returncode == 0

    # Strangers and guessers are counted, and told to whoever looks after the installation.
    with Knock(phone.sip_port, source="127.0.0.9") as stranger:
        stranger.ask("OPTIONS", "151")
    with Knock(phone.sip_port, source="127.0.0.2") as guesser:
        for number in range(10):
            guesser.guess("desk-7", f"sandi-{number}")
        _until(lambda: watchman.seen(place).blocks == 1)
        assert guesser.guess("desk-7", "sandi", 0.2) is None
    told = program.run("phone", "status").stdout
    assert "packets dropped" in told
    assert "10 wrong, 1 times not heard for a while" in told
    told = program.run("check").stdout
    assert "Strangers knock" in told
    assert "Somebody guesses at passwords of telephones: 10 were wrong" in told

    os.kill(first, signal.SIGKILL)
    _until(lambda: running.pid(place) not in (None, first) and running.why(place) == "")
    second = running.pid(place)
    # No engine is left behind with the ports when the part that holds it is killed.
    program.kill9("engine")
    _until(lambda: not Path(f"/proc/{second}").exists())
    _until(lambda: running.pid(place) not in (None, second) and running.why(place) == "")
    third = running.pid(place)
    program.stop()
    assert not Path(f"/proc/{third}").exists()


def test_the_rest_runs_where_it_cant_be_had(program: Program) -> None:
    program.settings = {
        "HUBUNG_PHONE__ENABLED": "true",
        "HUBUNG_PHONE__PREFER": "private",
        "HUBUNG_PHONE__ENGINE": "/dev/null/engine",
    }
    program.start()
    place = Place(program.home / "phone", settings())
    _until(lambda: "/dev/null/engine" in running.why(place))
    told = program.run("phone", "status")
    assert told.returncode == 1
    assert "not installed" in told.stdout
    assert "can't be put into /dev/null/engine (Not a directory)" in told.stdout


def test_it_can_be_switched_off(program: Program) -> None:
    told = program.run("phone", "status")
    assert told.returncode == 0
    assert "phone.enabled is false" in told.stdout
    refused = program.run("phone", "up")
    assert refused.returncode == 1
