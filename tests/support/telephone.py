"""A telephone in a few lines: SIP over UDP, PCMA both ways, keys by RFC 4733, and a tone to speak.

    async with Telephone(engine.sip_port, tone=450.0) as caller:
        await caller.call("151")
        await caller.press("1")
        await caller.talk(2.0)
        caller.heard(last=1.0)        # samples, to be given to `tones.loudness`
        await caller.hang_up()

One that registers (`await desk.register("desk-17", password)`) rings when it is called: it answers
after `answer_after` seconds, or never when that is None. With a `refusal` ("486 Busy Here") it says
that instead. `rung` tells who was dialled each time, and who was shown as the caller.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import struct
import time
from collections.abc import Coroutine, Sequence
from types import TracebackType
from typing import Any

from tests.support.sip import Dialogue, Message, Port, proof, user
from tests.support.tones import FRAME, RATE, linear, spoken

PCMA = 8
#: … which is not all: it rings, and the operator lets that be heard itself.
EARLY = "183 Session Progress"
KEYS = 101
_KEY_SIGNS = "0123456789*#"
_KEY_NUMBERS = {sign: number for number, sign in enumerate(_KEY_SIGNS)}


class Telephone:
    """One line. `tone` in hertz is what its owner says all the time.

    A multiple of 50, so that each frame holds it whole: one that a busy machine lost leaves no gap.
    """

    def __init__(
        self,
        port: int,
        *,
        tone: float,
        answer_after: float | None = 0.0,
        refusal: str = "",
        number: str = "",
        address: str = "127.0.0.1",
        own_port: int = 0,
    ) -> None:
        self._address, self._own_port = address, own_port
        self._engine = ("127.0.0.1", port)
        assert tone % (RATE / FRAME) == 0, "a frame would not end where the next one begins"
        self.tone = tone
        self.answer_after = answer_after
        self.refusal = refusal
        self.number = number or "+6281200000151"
        self.ringing = asyncio.Event()
        self.talking = asyncio.Event()
        self.ended = asyncio.Event()
        self.rung: list[tuple[str, str]] = []
        self._rung_for: set[str] = set()
        #: The keys that the other side pressed.
        self.told = ""
        self._told_at = -1
        self._sounds: list[tuple[float, bytes]] = []
        self._answers: asyncio.Queue[Message] = asyncio.Queue()
        self._dialogue: Dialogue | None = None
        self._invitation: Message | None = None
        self._peer: tuple[str, int] | None = None
        self._keys: list[tuple[int, int, bool]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Telephone:
        loop = asyncio.get_running_loop()
        self._sip, _ = await loop.create_datagram_endpoint(
            lambda: Port(self._said), local_addr=(self._address, self._own_port)
        )
        self._rtp, _ = await loop.create_datagram_endpoint(
            lambda: Port(self._sounded), local_addr=(self._address, 0)
        )
        self.host, self.port = self._sip.get_extra_info("sockname")
        self._rtp_port = self._rtp.get_extra_info("sockname")[1]
        self._do(self._speak())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.talking.is_set() and not self.ended.is_set():
            await self.hang_up()
        for task in self._tasks:
            task.cancel()
        self._sip.close()
        self._rtp.close()

    # What its owner does --------------------------------------------------------------------------

    async def register(self, name: str, password: str) -> None:
        """Be reachable as this line."""
        self.number = name
        call_id, tag = secrets.token_hex(8), secrets.token_hex(4)
        said = ""
        for sequence in (1, 2):
            self._send(
                f"REGISTER sip:{self._at_engine} SIP/2.0",
                [
                    self._via(),
                    f"From: <sip:{name}@{self._at_engine}>;tag={tag}",
                    f"To: <sip:{name}@{self._at_engine}>",
                    f"Call-ID: {call_id}",
                    f"CSeq: {sequence} REGISTER",
                    f"Contact: <sip:{name}@{self.host}:{self.port}>",
                    "Expires: 300",
                    *([said] if said else []),
                ],
            )
            answer = await self._final()
            if answer.status == 200:
                return
            said = proof(answer, name, password, f"sip:{self._at_engine}")
        raise AssertionError(f"the engine refuses the line: {answer.status}")

    async def call(self, dialled: str) -> int:
        """Dial; returns the status that the engine gave, 200 when the call is answered."""
        dialogue = Dialogue(
            call_id=secrets.token_hex(8),
            own=f"<sip:{self.number}@{self.host}>;tag={secrets.token_hex(4)}",
            other=f"<sip:{dialled}@{self._at_engine}>",
            target=f"sip:{dialled}@{self._at_engine}",
        )
        self._request(dialogue, "INVITE", self._sdp())
        answer = await self._final()
        dialogue.other = answer.header("To")
        contact = re.search(r"<(.*?)>", answer.header("Contact"))
        dialogue.target = contact.group(1) if contact else dialogue.target
        self._request(dialogue, "ACK", sequence=dialogue.sequence)
        if answer.status == 200:
            self._connect(dialogue, answer)
        return answer.status

    async def press(self, keys: str) -> None:
        """Press keys, each for a tenth of a second."""
        for key in keys:
            number = _KEY_NUMBERS[key]
            self._keys += [(number, step * FRAME, step >= 5) for step in range(1, 8)]
            await asyncio.sleep(0.3)

    async def hang_up(self) -> None:
        assert self._dialogue is not None
        self._request(self._dialogue, "BYE")
        self.ended.set()
        await asyncio.sleep(0)

    async def ask(self, method: str, *headers: str, body: str = "") -> int | None:
        """Send another request within the call; returns the status, None when nobody answers."""
        assert self._dialogue is not None
        self._request(self._dialogue, method, body, headers=headers)
        try:
            async with asyncio.timeout(1):
                return (await self._answers.get()).status
        except TimeoutError:
            return None

    def move(self, to: str) -> None:
        """Answer a call that rings with "moved to …" (302)."""
        invitation, self._invitation = self._invitation, None
        assert invitation is not None
        self._answer(invitation, "302 Moved Temporarily", contact=to)
        self.ringing.clear()

    def heard(self, *, last: float) -> list[int]:
        """Samples of the last seconds, 8000 a second."""
        since = time.monotonic() - last
        return [s for at, sound in self._sounds if at >= since for s in linear(sound)]

    @property
    def rings(self) -> int:
        """How often it was rung."""
        return len(self.rung)

    # SIP ------------------------------------------------------------------------------------------

    def _said(self, data: bytes) -> None:
        message = Message(data.decode(errors="replace"))
        if message.status:
            # Nobody waits for what is said to a goodbye.
            if message.status >= 200 and not message.header("CSeq").endswith("BYE"):
                self._answers.put_nowait(message)
            return
        match message.method:
            case "INVITE" if self._is_in(message.header("Call-ID")):
                self._answer(message, "200 OK", self._sdp())
            case "INVITE":
                self._rung(message)
            case "CANCEL":
                self._answer(message, "200 OK")
                if self._invitation is not None:
                    self._answer(self._invitation, "487 Request Terminated")
                self._invitation = None
                self.ringing.clear()
            case "BYE":
                self._answer(message, "200 OK")
                self.ended.set()
            case "ACK":
                pass
            case _:
                self._answer(message, "200 OK")

    def _is_in(self, call_id: str) -> bool:
        """Whether it is the call that goes on."""
        going_on = self._dialogue is not None and not self.ended.is_set()
        return going_on and self._dialogue.call_id == call_id

    def _rung(self, invitation: Message) -> None:
        call_id = invitation.header("Call-ID")
        if call_id in self._rung_for:
            return  # the engine says it again, until it is answered
        self._rung_for.add(call_id)
        self._tag = secrets.token_hex(4)
        self.rung.append((invitation.dialled, user(invitation.header("From"))))
        if self.refusal:
            self._answer(invitation, self.refusal, self._sdp() if self.refusal == EARLY else "")
            return
        self._invitation = invitation
        self._answer(invitation, "180 Ringing")
        self.ringing.set()
        if self.answer_after is not None:
            self._do(self._pick_up(self.answer_after))

    async def _pick_up(self, after: float) -> None:
        await asyncio.sleep(after)
        invitation, self._invitation = self._invitation, None
        if invitation is None:
            return
        self._answer(invitation, "200 OK", self._sdp())
        contact = re.search(r"<(.*?)>", invitation.header("Contact"))
        self._connect(
            Dialogue(
                call_id=invitation.header("Call-ID"),
                own=f"{invitation.header('To')};tag={self._tag}",
                other=invitation.header("From"),
                target=contact.group(1) if contact else "",
            ),
            invitation,
        )

    def _connect(self, dialogue: Dialogue, message: Message) -> None:
        address = re.search(r"^c=IN IP4 (\S+)", message.body, re.MULTILINE)
        port = re.search(r"^m=audio (\d+)", message.body, re.MULTILINE)
        assert address, message.body
        assert port, message.body
        self._peer = (address.group(1), int(port.group(1)))
        self._dialogue = dialogue
        self.ended.clear()
        self.talking.set()

    def _request(
        self,
        dialogue: Dialogue,
        method: str,
        body: str = "",
        sequence: int | None = None,
        headers: Sequence[str] = (),
    ) -> None:
        if sequence is None:
            dialogue.sequence += 1
        self._send(
            f"{method} {dialogue.target} SIP/2.0",
            [
                self._via(),
                f"From: {dialogue.own}",
                f"To: {dialogue.other}",
                f"Call-ID: {dialogue.call_id}",
                f"CSeq: {dialogue.sequence} {method}",
                f"Contact: <sip:{self.number}@{self.host}:{self.port}>",
                *headers,
            ],
            body,
        )

    def _answer(self, request: Message, status: str, body: str = "", contact: str = "") -> None:
        to = request.header("To")
        if ";tag=" not in to and request.method == "INVITE":
            to += f";tag={self._tag}"
        self._send(
            f"SIP/2.0 {status}",
            [
                *(f"Via: {one}" for one in request.headers("Via")),
                f"From: {request.header('From')}",
                f"To: {to}",
                f"Call-ID: {request.header('Call-ID')}",
                f"CSeq: {request.header('CSeq')}",
                f"Contact: <{contact or f'sip:{self.number}@{self.host}:{self.port}'}>",
            ],
            body,
        )

    def _send(self, first: str, headers: Sequence[str], body: str = "") -> None:
        lines = [first, *headers, "Max-Forwards: 70"]
        if body:
            lines.append("Content-Type: application/sdp")
        lines.append(f"Content-Length: {len(body)}")
        self._sip.sendto(("\r\n".join(lines) + "\r\n\r\n" + body).encode(), self._engine)

    async def _final(self) -> Message:
        async with asyncio.timeout(10):
            return await self._answers.get()

    def _via(self) -> str:
        return f"Via: SIP/2.0/UDP {self.host}:{self.port};branch=z9hG4bK{secrets.token_hex(8)}"

    @property
    def _at_engine(self) -> str:
        return f"{self._engine[0]}:{self._engine[1]}"

    def _sdp(self) -> str:
        return "\r\n".join(
            [
                "v=0",
                f"o=- 1 1 IN IP4 {self.host}",
                "s=-",
                f"c=IN IP4 {self.host}",
                "t=0 0",
                f"m=audio {self._rtp_port} RTP/AVP {PCMA} {KEYS}",
                f"a=rtpmap:{PCMA} PCMA/8000",
                f"a=rtpmap:{KEYS} telephone-event/8000",
                f"a=fmtp:{KEYS} 0-15",
                "a=sendrecv",
                "",
            ]
        )

    # Sound ----------------------------------------------------------------------------------------

    def _sounded(self, data: bytes) -> None:
        kind = data[1] & 0x7F if len(data) > 12 else 0
        if kind == PCMA:
            self._sounds.append((time.monotonic(), data[12:]))
        elif kind == KEYS and (began := int.from_bytes(data[4:8])) != self._told_at:
            # Every packet of a key has the moment at which it began.
            self.told, self._told_at = self.told + _KEY_SIGNS[data[12]], began

    async def _speak(self) -> None:
        """A frame each 20 ms, of the tone or of a key that is pressed."""
        source, count = secrets.randbits(32), 0
        key_at = 0
        due = time.monotonic()
        while True:
            if self._peer is not None:
                kind, body, at, mark = PCMA, spoken(self.tone, FRAME), count * FRAME, 0
                if self._keys:
                    number, length, last = self._keys.pop(0)
                    key_at = at if length == FRAME else key_at
                    mark = 0x80 if length == FRAME else 0
                    kind, at = KEYS, key_at
                    body = struct.pack("!BBH", number, 10 | (0x80 if last else 0), length)
                head = struct.pack(
                    "!BBHII", 0x80, kind | mark, count & 0xFFFF, at & 0xFFFFFFFF, source
                )
                self._rtp.sendto(head + body, self._peer)
                count += 1
            due += FRAME / RATE
            await asyncio.sleep(max(due - time.monotonic(), 0))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
