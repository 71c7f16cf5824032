"""Just enough SIP to knock on the engine's door from a chosen address of this machine."""

from __future__ import annotations

import hashlib
import re
import secrets
import socket
import time
from collections.abc import Sequence


class Knock:
    """One UDP socket; `ask` sends a request, `answers` gives the statuses that come back."""

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((source, 0))
        self._source, self._port = source, port

    def __enter__(self) -> Knock:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def ask(
        self,
        method: str,
        dialled: str,
        caller: str = "+6281200000151",
        *,
        sender: str = "",
        headers: Sequence[str] = (),
    ) -> None:
        """`sender` is what stands in From, `headers` are further ones."""
        host, port = self._socket.getsockname()
        self._call_id = secrets.token_hex(8)
        sound = f"v=0\r\no=- 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
        sound += "m=audio 40000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
        body = sound if method == "INVITE" else ""
        lines = [
            f"{method} sip:{dialled}@127.0.0.1:{self._port} SIP/2.0",
            f"Via: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{secrets.token_hex(8)};rport",
            f"From: {sender or f'<sip:{caller}@{host}>'};tag={secrets.token_hex(4)}",
            f"To: <sip:{dialled}@127.0.0.1>",
            *headers,
            f"Call-ID: {self._call_id}",
            f"CSeq: 1 {method}",
            f"Contact: <sip:{caller}@{host}:{port}>",
            "Max-Forwards: 70",
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        message = "\r\n".join(lines) + "\r\n\r\n" + body
        self._socket.sendto(message.encode(), ("127.0.0.1", self._port))

    def guess(self, name: str, password: str, seconds: float = 10) -> int | None:
        """Register as `name` with this password; the last status, None when nobody answers."""
        return self._prove("REGISTER", name, name, password, seconds)

    def dial(self, name: str, password: str, dialled: str, seconds: float = 10) -> int | None:
        """Call from the line of this name."""
        return self._prove("INVITE", dialled, name, password, seconds)

    def _prove(
        self, method: str, dialled: str, name: str, password: str, seconds: float
    ) -> int | None:
        self.ask(method, dialled, caller=name)
        said = self._heard(seconds)
        if said is None:
            return None
        status = int(said.split()[1])
        if status != 401:
            return status
        given = dict(re.findall(r'(\w+)="([^"]+)"', said))
        address = f"sip:{dialled}@127.0.0.1:{self._port}"
        secret = _md5(f"{name}:{given['realm']}:{password}")
        own = secrets.token_hex(8)
        request = _md5(f"{method}:{address}")
        fields = {
            **{key: given[key] for key in ("realm", "nonce", "opaque")},
            "username": name,
            "uri": address,
            "cnonce": own,
            "response": _md5(f"{secret}:{given['nonce']}:00000001:{own}:auth:{request}"),
        }
        shown = ", ".join(f'{key}="{value}"' for key, value in fields.items())
        proof = f"Authorization: Digest {shown}, algorithm=MD5, qop=auth, nc=00000001"
        self.ask(method, dialled, caller=name, headers=[proof])
        return self.answer(seconds)

    def answer(self, seconds: float = 5) -> int | None:
        """The status above 100 for what was asked last; None when none comes in these seconds."""
        said = self._heard(seconds)
        return int(said.split()[1]) if said else None

    def _heard(self, seconds: float) -> str | None:
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._socket.settimeout(left)
            try:
                said = self._socket.recv(65535).decode()
            except TimeoutError:
                return None
            # Others are said again, for nobody thanks for them.
            if self._call_id in said and not said.startswith("SIP/2.0 1"):
                return said
        return None


class Operator:
    """An operator's server on a free port, which a trunk registers with by name and password."""

    def __init__(self, username: str, password: str) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(10)
        self._username, self._password = username, password
        self.port: int = self._socket.getsockname()[1]

    def __enter__(self) -> Operator:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def register(self) -> str:
        """Challenge whoever registers, hold the answer against the password; returns Contact."""
        nonce = secrets.token_hex(8)
        self._answer(*self._request(), "401 Unauthorized", f'realm="operator", nonce="{nonce}"')
        headers, peer = self._request()
        given = dict(re.findall(r'(\w+)="?([^",]+)"?', headers["authorization"]))
        secret = _md5(f"{self._username}:operator:{self._password}")
        address = _md5(f"REGISTER:{given['uri']}")
        assert given["response"] == _md5(f"{secret}:{nonce}:{address}"), "the password is another"
        self._answer(headers, peer, "200 OK")
        return headers["contact"]

    def _request(self) -> tuple[dict[str, str], tuple[str, int]]:
        message, peer = self._socket.recvfrom(65535)
        lines = message.decode().split("\r\n\r\n")[0].split("\r\n")
        assert lines[0].startswith("REGISTER "), lines[0]
        pairs = (line.split(": ", 1) for line in lines[1:])
        return {name.lower(): value for name, value in pairs}, peer

    def _answer(
        self, headers: dict[str, str], peer: tuple[str, int], status: str, challenge: str = ""
    ) -> None:
        lines = [f"SIP/2.0 {status}"]
        lines += [f"{name}: {headers[name]}" for name in ("via", "from", "call-id", "cseq")]
        lines.append(f"to: {headers['to']};tag={secrets.token_hex(4)}")
        if challenge:
            lines.append(f"www-authenticate: Digest {challenge}, algorithm=MD5")
        else:
            lines += [f"contact: {headers['contact']};expires=300", "expires: 300"]
        lines.append("content-length: 0")
        self._socket.sendto(("\r\n".join(lines) + "\r\n\r\n").encode(), peer)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
