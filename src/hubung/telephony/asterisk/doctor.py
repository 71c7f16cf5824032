"""What is wrong with the telephone engine, in plain words, for `hubung phone doctor`."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path

from hubung.telephony.asterisk import installation, modules, running, silence, watchman
from hubung.telephony.asterisk.errors import EngineError
from hubung.telephony.asterisk.installation import Installed
from hubung.telephony.asterisk.place import Place

#: An unpacked engine that is older misses mends of its security.
OLD_DAYS = 30
#: Memory grows in a busy hour and comes back; beyond this it did not.
MUCH_MEMORY_KB = 1_500_000
_REGISTRATION = re.compile(r"^\s*trunk-(\S+)-registration/\S+\s+\S+\s+(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Finding:
    """One sentence; with `problem`, calls can't be had as the settings want them."""

    text: str
    problem: bool = True


def findings(place: Place) -> Iterator[Finding]:
    """Everything that is not as it should be."""
    if not place.phone.enabled:
        yield Finding("The telephone is switched off (phone.enabled = false).", problem=False)
        return
    installed = installation.find(place)
    if installed is None:
        why = running.why(place)
        yield Finding(f"There is no engine. {why or 'Run `hubung phone install`.'}")
        return
    yield from _program(installed)
    yield from _trunks(place)
    if running.pid(place) is None:
        why = running.why(place) or "Run `hubung serve`, or `hubung phone up`."
        yield Finding(f"The engine does not run. {why}")
        return
    yield from _running(place)


def memory_kb(pid: int) -> int:
    """Resident memory of a process."""
    found = re.search(r"^VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


def registrations(place: Place) -> dict[str, str]:
    """State of each trunk that registers, as `{"operator": "Registered"}`."""
    return dict(_REGISTRATION.findall(running.command(place, "pjsip show registrations")))


def _program(installed: Installed) -> Iterator[Finding]:
    lacking = modules.missing(installed.modules)
    if lacking:
        yield Finding(f"{installed.program} lacks modules: {', '.join(lacking)}.")
    if installed.days_old > OLD_DAYS:
        yield Finding(
            f"The engine was unpacked {installed.days_old} days ago, and nothing updates it by "
            "itself: run `hubung phone install --upgrade`.",
            problem=False,
        )
    if installed.expired:
        yield Finding(
            "The engine came from a list of packages that had expired: run `hubung phone install "
            "--upgrade` when the mirror is fresh again.",
            problem=False,
        )


def _trunks(place: Place) -> Iterator[Finding]:
    if not place.phone.trunks:
        yield Finding("No trunk is set (phone.trunks): nobody can call.")
    for trunk in place.phone.trunks:
        try:
            socket.getaddrinfo(trunk.host, None, socket.AF_INET)
        except socket.gaierror:
            yield Finding(f"Trunk {trunk.name}: {trunk.host} is not known as an address.")
    if all(_is_here(trunk.host) for trunk in place.phone.trunks):
        yield Finding("Only programs on this machine can call: no operator's trunk.", problem=False)
    elif _is_here(place.phone.host):
        yield Finding("phone.host is this machine alone: the operator's trunks can't reach it.")


def _running(place: Place) -> Iterator[Finding]:
    number = running.pid(place)
    try:
        states = registrations(place)
    except EngineError as error:
        yield Finding(str(error))
        return
    for name, state in states.items():
        if state != "Registered":
            yield Finding(f"Trunk {name}: not registered with the operator ({state}).")
    if number and memory_kb(number) > MUCH_MEMORY_KB:
        yield Finding(
            f"The engine holds {memory_kb(number) // 1000} MB: when no call is on, restart it.",
            problem=False,
        )
    why = silence.trouble(place)
    if why:
        yield Finding(why, problem=not _is_here(place.phone.host))
    strangers, watch = silence.dropped(place.phone), watchman.seen(place)
    if strangers:
        yield Finding(
            f"Strangers knock: {strangers} packets were dropped since the engine started, and got "
            "no answer.",
            problem=False,
        )
    if watch.blocks:
        yield Finding(
            f"Somebody guesses at passwords of telephones: {watch.refused} were wrong, "
            f"{len(watch.blocked)} senders are not heard now. `hubung phone status` names them.",
            problem=False,
        )


def _is_here(host: str) -> bool:
    try:
        return IPv4Address(host).is_loopback
    except ValueError:
        return host == "localhost"
