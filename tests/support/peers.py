"""Telephones that others wrote: baresip, and SIPp for a caller who follows a written scene.

    async with Baresip(folder, engine_port, hertz=440, address="127.0.0.2") as desk:
        await desk.happens("CALL_INCOMING")
        desk.heard(last=1)            # as `Telephone` does

Each says its own tone all the time. baresip writes down what it hears; SIPp does not listen.
"""

from __future__ import annotations

import array
import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from tests.support.asterisk import free_udp_port
from tests.support.program import free_ports
from tests.support.prompts import tone
from tests.support.tones import RATE, spoken

#: Longer than any call of a test.
TONE_SECONDS = 120
#: Of a WAV file as baresip writes it.
_HEADER_BYTES = 44
SCENE = Path(__file__).with_name("caller.xml")
#: What baresip takes for the end of a key.
_RELEASED = b"\x04"
_MODULES = ("g711", "aufile", "aubridge", "sndfile", "srtp", "cons")
_APPLICATIONS = ("account", "menu", "ctrl_tcp")


class Baresip:
    """One baresip with one account, led over its own control port.

    With a `line` and its password it registers and answers by itself whoever rings. `authority` is
    a certificate: SIP goes over TLS then, to a server that it vouches for. `sound` is `srtp-mand`
    where the sound must be encrypted.
    """

    def __init__(
        self,
        folder: Path,
        engine_port: int,
        *,
        hertz: float,
        address: str = "127.0.0.1",
        line: str = "",
        password: str = "",
        authority: Path | None = None,
        sound: Literal["", "srtp-mand"] = "",
    ) -> None:
        self._folder = folder
        self._engine = f"127.0.0.1:{engine_port}"
        self._hertz = hertz
        self._address = address
        self._line, self._password = line, password
        self._authority = authority
        self._sound = sound
        #: What it told so far, the kinds of events and what they are about.
        self.events: list[dict[str, Any]] = []
        self._told = asyncio.Condition()

    async def __aenter__(self) -> Baresip:
        self._folder.mkdir(parents=True)
        self._control, self._keys = free_ports(2)
        self._write_settings()
        self._log = (self._folder / "log").open("wb")
        self._process = await asyncio.create_subprocess_exec(
            "baresip", "-f", str(self._folder), stdin=asyncio.subprocess.DEVNULL,
            stdout=self._log, stderr=self._log,
        )  # fmt: skip
        self._reader, self._writer = await self._connected(self._control)
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listening.cancel()
        self._writer.close()
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        self._log.close()
        if error is not None:
            print((self._folder / "log").read_text(errors="replace"))

    async def call(self, dialled: str) -> None:
        """Dial; `happens` tells what comes of it."""
        await self._command("dial", f"sip:{dialled}@{self._engine}")

    async def press(self, keys: str) -> None:
        """Press keys during a call, as RFC 4733 has them."""
        _reader, writer = await self._connected(self._keys)
        for sign in (sign for key in keys for sign in (key.encode(), _RELEASED)):
            writer.write(sign)
            await writer.drain()
            await asyncio.sleep(0.2)
        writer.close()

    async def hang_up(self) -> None:
        await self._command("hangup")

    async def happens(self, kind: str, *, seconds: float = 30) -> dict[str, Any]:
        """The first event of this kind, once it has come."""
        async with asyncio.timeout(seconds), self._told:
            await self._told.wait_for(lambda: self._first(kind) is not None)
        found = self._first(kind)
        assert found
        return found

    def _first(self, kind: str) -> dict[str, Any] | None:
        return next((one for one in self.events if one["type"] == kind), None)

    def heard(self, *, last: float) -> list[int]:
        """Samples of the last seconds of its newest call, 8000 a second."""
        files = sorted(self._folder.glob("dump-*-dec.wav"), key=lambda one: one.stat().st_mtime)
        if not files:
            return []
        raw = files[-1].read_bytes()[_HEADER_BYTES:]
        samples = array.array("h", raw[: len(raw) // 2 * 2])
        return list(samples[-int(last * RATE) :])

    def _write_settings(self) -> None:
        voice = self._folder / "voice.wav"
        voice.write_bytes(tone(TONE_SECONDS, hertz=self._hertz, rate=RATE))
        settings = [
            f"sip_listen {self._address}:{free_udp_port()}",
            f"net_interface {self._address}",
            f"audio_source aufile,{voice}",
            "audio_player aubridge,nobody",
            *(
                f"{end}_{what}"
                for end in ("ausrc", "auplay")
                for what in ("srate 8000", "channels 1")
            ),
            f"snd_path {self._folder}",
            f"ctrl_tcp_listen 127.0.0.1:{self._control}",
            f"cons_listen 127.0.0.1:{self._keys}",
            "module_path /usr/lib/baresip/modules",
            *(f"module {name}.so" for name in _MODULES),
            *(f"module_app {name}.so" for name in _APPLICATIONS),
        ]
        if self._authority:
            settings.append(f"sip_cafile {self._authority}")
        (self._folder / "config").write_text("\n".join(settings) + "\n")
        account = f"<sip:{self._line or '+6281200000151'}@{self._engine}"
        account += ";transport=tls>" if self._authority else ">"
        account += ";audio_codecs=PCMA"
        if self._line:
            account += f";auth_user={self._line};auth_pass={self._password};regint=300"
            account += ";answermode=auto"
        else:
            account += ";regint=0"
        if self._sound:
            account += f";mediaenc={self._sound}"
        (self._folder / "accounts").write_text(account + "\n")
        (self._folder / "contacts").write_text("")

    async def _connected(self, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        async with asyncio.timeout(30):
            while True:
                with suppress(OSError):
                    return await asyncio.open_connection("127.0.0.1", port)
                await asyncio.sleep(0.05)

    async def _command(self, name: str, about: str = "") -> None:
        text = json.dumps({"command": name, "params": about})
        self._writer.write(f"{len(text)}:{text},".encode())
        await self._writer.drain()

    async def _listen(self) -> None:
        """Netstrings of JSON, answers to commands among them."""
        while True:
            length = (await self._reader.readuntil(b":"))[:-1]
            told = json.loads((await self._reader.readexactly(int(length) + 1))[:-1])
            if told.get("event"):
                async with self._told:
                    self.events.append(told)
                    self._told.notify_all()


@asynccontextmanager
async def sipp(
    folder: Path, engine_port: int, *, hertz: float, address: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A caller of SIPp, who dials 151, presses 1 and 2 and talks until the other side hangs up.

    Ends with code 0 if all went so.
    """
    folder.mkdir(parents=True)
    (folder / "voice").write_bytes(spoken(hertz, TONE_SECONDS * RATE))
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            "sipp", f"127.0.0.1:{engine_port}", "-sf", str(SCENE), "-s", "151", "-m", "1",
            "-i", address, "-p", str(free_udp_port()), "-mi", address, "-mp", str(free_udp_port()),
            "-nostdin", "-trace_err", "-trace_msg",
            cwd=folder, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        for told in sorted(folder.glob("*.log")):
            print(told.read_text(errors="replace"))
