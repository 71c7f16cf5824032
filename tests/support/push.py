"""A browser's keys, and a push service of the test's own: it keeps what it is brought.

with known(settings) as service:
    endpoint = service.endpoint("siti")
    …
    assert service.brought[0].read(reader) == {"title": …}
"""

from __future__ import annotations

import json
import secrets
import threading
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pytest_django.fixtures import Settings

from hubung.portal.subscriptions.push.sealing import in_words

CURVE = ec.SECP256R1()


class Reader:
    """What a browser keeps to itself; `public_key` and `secret` are told when it subscribes."""

    def __init__(self) -> None:
        self._own, self._secret = ec.generate_private_key(CURVE), secrets.token_bytes(16)
        self._point = _point(self._own.public_key())
        self.public_key, self.secret = in_words(self._point), in_words(self._secret)

    def read(self, sealed: bytes) -> bytes:
        """Undo RFC 8291. Raises InvalidTag for what is meant for somebody else."""
        salt, length = sealed[:16], sealed[20]
        theirs, content = sealed[21 : 21 + length], sealed[21 + length :]
        sender = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs)
        shared = self._own.exchange(ec.ECDH(), sender)
        info = b"WebPush: info\0" + self._point + theirs
        key = HKDF(SHA256(), 32, self._secret, info).derive(shared)
        content_key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(key)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(key)
        text = AESGCM(content_key).decrypt(nonce, content, None)
        assert text.endswith(b"\x02"), "not the last record"
        return text[:-1]


@dataclass(frozen=True)
class Brought:
    """One request that the service took."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    def read(self, reader: Reader) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(reader.read(self.body))
        return told

    @property
    def claims(self) -> dict[str, Any]:
        """Who says to have sent it, proved by the key that stands beside it."""
        scheme, _, rest = self.headers["authorization"].partition(" ")
        parts = dict(part.split("=", 1) for part in rest.split(", "))
        assert scheme == "vapid"
        point = urlsafe_b64decode(parts["k"] + "=" * (-len(parts["k"]) % 4))
        key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
        audience = f"http://{self.headers['host']}"
        claims: dict[str, Any] = jwt.decode(
            parts["t"], key, algorithms=["ES256"], audience=audience
        )
        return {**claims, "key": parts["k"]}


@dataclass
class Service:
    """`says` is the status that it answers with from now on."""

    port: int
    brought: list[Brought] = field(default_factory=list)
    says: int = 201

    def endpoint(self, browser: str) -> str:
        return f"http://127.0.0.1:{self.port}/push/{browser}"


@contextmanager
def known(settings: Settings) -> Iterator[Service]:
    """A running service in a private network, which the settings name."""
    ours = {"services": ["127.0.0.1"], "networks": ["127.0.0.0/8"]}
    push = settings.HUBUNG.push.model_copy(update=ours)
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"push": push})
    with _running() as service:
        yield service


@contextmanager
def _running() -> Iterator[Service]:
    """The service, on a free port of the loopback address."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            service.brought.append(Brought(self.path, headers, body))
            self.send_response(service.says)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    service = Service(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
