"""The real doors on free ports, and letters to put through them."""

from __future__ import annotations

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from hubung.channels.email.doors import Ports, doors

OFFICE = "info151@dephub.go.id"


class RunningDoors:
    """Both doors open in a thread of their own, as in `hubung mail receive`."""

    def __init__(self) -> None:
        self.ports = Ports(0, 0)
        self._open = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    async def _serve(self) -> None:
        async with doors(host="127.0.0.1", smtp_port=0, lmtp_port=0) as self.ports:
            self._open.set()
            await asyncio.to_thread(self._stop.wait)

    def __enter__(self) -> RunningDoors:
        self._thread.start()
        assert self._open.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def smtp(self) -> smtplib.SMTP:
        return smtplib.SMTP("127.0.0.1", self.ports.smtp, timeout=60)

    def lmtp(self) -> smtplib.LMTP:
        return smtplib.LMTP("127.0.0.1", self.ports.lmtp, timeout=60)


@pytest.fixture
def open_doors(transactional_db: None) -> Iterator[RunningDoors]:
    with RunningDoors() as running:
        yield running


def letter(
    text: str = "Kapal terlambat berangkat.", sender: str = "siti@contoh.id", **headers: str
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"Siti Contoh <{sender}>"
    message["To"] = OFFICE
    message["Subject"] = headers.pop("subject", "Kapal terlambat")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message
