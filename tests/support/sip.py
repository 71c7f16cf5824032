"""Messages of SIP as a telephone reads and proves them."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections.abc import Callable


class Dialogue:
    """What holds for all requests within one call."""

    def __init__(self, *, call_id: str, own: str, other: str, target: str) -> None:
        self.call_id, self.own, self.other, self.target = call_id, own, other, target
        self.sequence = 0


class Message:
    """A request has a `method` and who is `dialled`, an answer a `status`."""

    def __init__(self, text: str) -> None:
        head, _, self.body = text.partition("\r\n\r\n")
        first, *self._lines = head.split("\r\n")
        words = first.split(" ", 2)
        self.status = int(words[1]) if words[0] == "SIP/2.0" else 0
        self.method = "" if self.status else words[0]
        self.dialled = "" if self.status else user(words[1])

    def headers(self, name: str) -> list[str]:
        start = f"{name.lower()}:"
        return [
            line.partition(":")[2].strip() for line in self._lines if line.lower().startswith(start)
        ]

    def header(self, name: str) -> str:
        return next(iter(self.headers(name)), "")


def user(address: str) -> str:
    """Who it is in `<sip:who@where>`."""
    found = re.search(r"sip:([^@>;]+)@", address)
    return found.group(1) if found else ""


class Port(asyncio.DatagramProtocol):
    """Gives what comes in to `take`."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take = take

    def datagram_received(self, data: bytes, _address: object) -> None:
        self._take(data)


def proof(challenge: Message, name: str, password: str, uri: str) -> str:
    """Digest authentication (RFC 2617), as the engine asks for it."""
    asked = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge.header("WWW-Authenticate")))
    realm, nonce = asked["realm"], asked["nonce"]
    count, own = "00000001", secrets.token_hex(8)

    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    secret = md5(f"{name}:{realm}:{password}")
    answer = md5(f"{secret}:{nonce}:{count}:{own}:auth:{md5(f'REGISTER:{uri}')}")
    return (
        f'Authorization: Digest username="{name}", realm="{realm}", nonce="{nonce}", uri="{uri}", '
        f'response="{answer}", algorithm=MD5, qop=auth, nc={count}, cnonce="{own}"'
        + (f', opaque="{asked["opaque"]}"' if "opaque" in asked else "")
    )
