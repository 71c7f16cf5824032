"""SIPp as callers and as the agents' telephones."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bench.installation import free_ports
from bench.phone import bridges, hearing
from bench.phone.bridges import Outcome
from bench.phone.halls import DESKS, Hall
from hubung.telephony.asterisk import credentials

HERE = Path(__file__).parent
CALLERS = "127.0.0.1"
#: SIPp looks for free ones from here on.
SOUND_PORT = 40000
VOICE_SECONDS = 10
REGISTER_TRIES = 10
_PRESSED = re.compile(r"pressed (\S+) .*?(\d+\.\d+)\s*$", re.MULTILINE)
_numbers = itertools.count(1)


@contextlib.contextmanager
def answering(hall: Hall, talk_seconds: float) -> Iterator[None]:
    """All telephones of a hall are registered, and answer; its agents take calls."""
    port = free_ports("sip")["sip"]
    with _folder() as folder, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as telephones:
        telephones.bind((DESKS, port))
        telephones.settimeout(10)
        for name, password in hall.passwords.items():
            _register(telephones, hall.place.phone.sip_port, name, password)
        # From the address where they have registered.
        telephones.close()
        (folder / "voice").write_bytes(hearing.alaw(hearing.AGENT, VOICE_SECONDS))
        talk = str(int(talk_seconds * 1000))
        sipp = _sipp(folder, hall, DESKS, port, "-sf", str(HERE / "agent.xml"), "-d", talk)
        try:
            hall.open()
            yield
        finally:
            sipp.kill()
            sipp.wait()


def offer(hall: Hall, *, rate: int, count: int, patience: float) -> Outcome:
    """So many calls, `rate` a second; returns when all are over.

    A caller hangs up who is not bridged, and done with, `patience` seconds after the last key.
    """
    user = credentials.of(hall.place)
    with (
        _folder() as folder,
        bridges.watching(hall.place.url, user.user, user.password) as watch,
    ):
        numbers = [f"+62812{next(_numbers):08}" for _ in range(count)]
        (folder / "numbers").write_text("\n".join(["SEQUENTIAL", *numbers]) + "\n")
        (folder / "voice").write_bytes(hearing.alaw(hearing.CALLER, VOICE_SECONDS))
        scene = (HERE / "caller.xml").read_text().replace('"PATIENCE"', f'"{patience * 1000:.0f}"')
        (folder / "caller.xml").write_text(scene)
        before = hall.cpu_seconds()
        sipp = _sipp(
            folder, hall, CALLERS, free_ports("sip")["sip"],
            "-sf", "caller.xml", "-inf", "numbers", "-s", hall.place.phone.number,
            "-r", str(rate), "-m", str(count), "-l", str(count),
            "-trace_logs", "-log_file", "log",
        )  # fmt: skip
        try:
            sipp.wait(timedelta(seconds=count / rate + 2 * patience + 30).total_seconds())
        finally:
            sipp.kill()
            sipp.wait()
        time.sleep(1)  # what follows a call is a part of its cost
        spent = {name: one - before[name] for name, one in hall.cpu_seconds().items()}
        pressed = {number: float(at) for number, at in _PRESSED.findall(_text(folder / "log"))}
    return Outcome(
        offered=count,
        waits=list(bridges.waits(pressed, watch.tally.bridged_at)),
        together=watch.tally.together,
        looked_at=watch.looked_at,
        heard=watch.heard,
        cpu_ms_each={name: seconds / count * 1000 for name, seconds in spent.items()},
    )


def _sipp(
    folder: Path, hall: Hall, address: str, port: int, *options: str
) -> subprocess.Popen[bytes]:
    with (folder / "screen").open("wb") as screen:
        return subprocess.Popen(
            [
                "sipp", f"127.0.0.1:{hall.place.phone.sip_port}", *options,
                "-i", address, "-p", str(port), "-mi", address, "-mp", str(SOUND_PORT),
                "-nostdin", "-trace_err", "-error_file", "errors",
            ],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=screen,
            stderr=screen,
        )  # fmt: skip


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="hubung-sipp-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _text(file: Path) -> str:
    return file.read_text(errors="replace") if file.exists() else ""


def _register(telephones: socket.socket, engine: int, name: str, password: str) -> None:
    """Digest authentication (RFC 2617), as the engine asks for it. Raises RuntimeError."""
    told = ""
    for _ in range(REGISTER_TRIES):
        challenge = _ask(telephones, engine, name)
        proof = _proof(challenge, name, password, f"sip:127.0.0.1:{engine}")
        told = _ask(telephones, engine, name, proof)
        if told.startswith("SIP/2.0 200"):
            return
        # The engine may be just about to be told of it anew.
        time.sleep(0.5)
    raise RuntimeError(f"the engine refuses {name}: {told.splitlines()[0]}")


def _ask(telephones: socket.socket, engine: int, name: str, *more: str) -> str:
    host, port = telephones.getsockname()
    lines = [
        f"REGISTER sip:127.0.0.1:{engine} SIP/2.0",
        f"Via: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{secrets.token_hex(8)};rport",
        f"From: <sip:{name}@127.0.0.1>;tag={name}",
        f"To: <sip:{name}@127.0.0.1>",
        f"Call-ID: {name}",
        f"CSeq: {next(_numbers)} REGISTER",
        f"Contact: <sip:{name}@{host}:{port}>",
        "Expires: 7200",
        "Max-Forwards: 70",
        *more,
        "Content-Length: 0",
    ]
    telephones.sendto(("\r\n".join(lines) + "\r\n\r\n").encode(), ("127.0.0.1", engine))
    return telephones.recv(65535).decode()


def _proof(challenge: str, name: str, password: str, uri: str) -> str:
    asked = dict(re.findall(r'(\w+)="([^"]+)"', challenge))
    own = secrets.token_hex(8)
    secret, request = _md5(f"{name}:{asked['realm']}:{password}"), _md5(f"REGISTER:{uri}")
    answer = _md5(f"{secret}:{asked['nonce']}:00000001:{own}:auth:{request}")
    fields = {"username": name, "uri": uri, "response": answer, "cnonce": own}
    fields |= {key: asked[key] for key in ("realm", "nonce", "opaque") if key in asked}
    shown = ", ".join(f'{key}="{value}"' for key, value in fields.items())
    return f"Authorization: Digest {shown}, algorithm=MD5, qop=auth, nc=00000001"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
