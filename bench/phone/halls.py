"""Where calls come to: the engine's own queue, or ours; each on an engine of its own."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bench import installation
from bench.installation import Database, Installation, say
from bench.memory import tree
from bench.phone import hearing
from hubung.project.conf import state_folder
from hubung.telephony.asterisk import installation as engines
from hubung.telephony.asterisk import lines, running
from hubung.telephony.asterisk.dialplan import APPLICATION
from hubung.telephony.asterisk.lines import Line
from hubung.telephony.asterisk.place import Place
from hubung.telephony.settings import Phone

#: The operator's lines are 127.0.0.1.
DESKS = "127.0.0.2"
PATIENCE_SECONDS = 120.0
_SOUND_PORTS = {"rtp_first": 20000, "rtp_last": 29999}


@dataclass(frozen=True)
class Hall:
    """Agents with telephones that may register, and who to ask for the CPU that calls cost.

    `passwords` by line; `program` is the process that leads calls, `serve` its parent, none with
    app_queue. `recorded` counts recordings that have both tones, of so many.
    """

    place: Place
    passwords: dict[str, str]
    engine: int
    recorded: Callable[[int], int]
    serve: int = 0
    program: int = 0
    #: The agents take calls; to be called when their telephones are registered.
    open: Callable[[], None] = lambda: None

    def cpu_seconds(self) -> dict[str, float]:
        """So far, by part."""
        spent = {"engine": _cpu_seconds(self.engine)}
        if self.serve:
            spent["program"] = _cpu_seconds(self.program)
            others = set(tree(self.serve)) - {self.engine, self.program}
            spent["rest"] = sum(map(_cpu_seconds, others))
        return spent


@contextlib.contextmanager
def app_queue(_database: Database, agents: int, *, recording: bool = False) -> Iterator[Hall]:
    """Asterisk's queue, led to by a dialplan that asks for two keys as our menu does."""
    folder = Path(tempfile.mkdtemp(prefix="hubung-bench-"))
    place = Place(folder, _phone(recording))
    _have_engine(place)
    process = running.start(place)
    try:
        (place.etc / "extensions.conf").write_text(_dialplan(place, recording=recording))
        running.command(place, "dialplan reload")
        passwords = {f"desk-{n}": f"sandi-telepon-{n:06}" for n in range(1, agents + 1)}
        for name, password in passwords.items():
            lines.put(place, Line(name, password))

        def recorded(_count: int) -> int:
            files = (place.spool / "recordings").glob("*.raw")
            return sum(hearing.has_both(file.read_bytes()) for file in files)

        yield Hall(place, passwords, process.pid, recorded)
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def hubung(database: Database, agents: int, *, recording: bool = False) -> Iterator[Hall]:
    """`hubung serve` as in production, with agents who are signed in."""
    phone = _phone(recording)
    with installation.installation("phone", database) as made:
        ours = replace(made, settings=_environment(phone))
        place = Place(ours.folder / "phone", phone)
        _have_engine(place)
        passwords = ours.run("bench.phone.people", "hire", agents)
        with ours.running("serve") as process:
            installation.wait_until_ready(ours, process)
            _until("the engine knows the telephones", lambda: _knows(place, passwords))
            engine = running.pid(place)
            assert engine
            yield Hall(
                place,
                passwords,
                engine,
                lambda count: int(ours.run("bench.phone.people", "recorded", count)),
                serve=process.pid,
                program=int((ours.folder / "run" / "phone.pid").read_text()),
                open=lambda: _open(ours),
            )


def _open(ours: Installation) -> None:
    refusals = ours.run("bench.phone.people", "sit")
    if refusals:
        raise RuntimeError(f"agents are not ready: {refusals}")


def _phone(recording: bool) -> Phone:
    ports = installation.free_ports("sip", "http")
    return Phone(
        engine=os.environ.get("HUBUNG_PHONE__ENGINE") or str(state_folder() / "phone" / "engine"),
        sip_port=ports["sip"],
        http_port=ports["http"],
        networks=(f"{DESKS}/32",),
        most_calls=2000,
        ring_seconds=15,
        wrap_up_seconds=0,
        wrap_up_code=False,
        recording=recording,
        **_SOUND_PORTS,
    )


def _environment(phone: Phone) -> dict[str, str]:
    """The settings in which a phone differs from its defaults."""
    return {
        f"HUBUNG_PHONE__{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in phone.model_dump(mode="json", exclude_defaults=True).items()
    } | {"HUBUNG_PHONE__ENABLED": "true"}


def _have_engine(place: Place) -> None:
    # It listens on this machine only, so an older list of packages does no harm.
    engines.install(place, accept_expired=True, say=say)


def _knows(place: Place, names: dict[str, str]) -> bool:
    with contextlib.suppress(Exception):
        return names.keys() <= lines.known(place).keys()
    return False


def _until(what: str, is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise RuntimeError(f"still not: {what}")
        time.sleep(0.2)


def _dialplan(place: Place, *, recording: bool) -> str:
    file = place.spool / "recordings" / "${UNIQUEID}.raw"
    record = f" same = n,MixMonitor({file},D)\n" if recording else ""
    return f"""[from-trunk]
exten = {place.phone.number},1,Answer()
 same = n,Goto(language,s,1)

[language]
exten = s,1,WaitExten(10)
exten = _[12],1,Goto(sector,s,1)

[sector]
exten = s,1,WaitExten(10)
exten = _[1-4],1,NoOp()
{record} same = n,Queue({APPLICATION})
 same = n,Hangup()
"""


def _cpu_seconds(pid: int) -> float:
    """Of a process and of those that it has waited for."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
