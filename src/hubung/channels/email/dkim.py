"""DKIM (RFC 6376): the domain's key, its DNS record, and the signature on outgoing mail."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

BITS = 2048
_SIGNED = [
    *(b"from", b"to", b"subject", b"date", b"message-id", b"in-reply-to", b"references"),
    *(b"mime-version", b"content-type", b"content-transfer-encoding", b"auto-submitted"),
    *(b"list-unsubscribe", b"list-unsubscribe-post"),
]


class Record(NamedTuple):
    """The DNS TXT record that publishes a key."""

    name: str
    value: str

    def __str__(self) -> str:
        """As a zone file wants it: no string longer than 255 characters."""
        parts = re.findall(r".{1,250}", self.value)
        return f"{self.name}. IN TXT ( " + " ".join(f'"{part}"' for part in parts) + " )"


def key_path(domain: str) -> Path:
    """Where a domain's private key lives; the domain comes from the settings."""
    selector = settings.HUBUNG.mail.dkim_selector
    return Path(settings.HUBUNG.home, "dkim", f"{domain}.{selector}.pem")


def make_key(domain: str) -> Record:
    """Make the domain's key unless it has one, and return its DNS record.

    Raises OSError when the state folder cannot be written.
    """
    path = key_path(domain)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        pem = rsa.generate_private_key(public_exponent=65537, key_size=BITS).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
        # Written aside first, so that a crash leaves no half a key.
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            os.fsync(descriptor)
        fresh.rename(path)
    return record(domain)


def record(domain: str) -> Record:
    """The DNS record of the domain's key. Raises FileNotFoundError when there is no key."""
    key = serialization.load_pem_private_key(key_path(domain).read_bytes(), password=None)
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    name = f"{settings.HUBUNG.mail.dkim_selector}._domainkey.{domain}"
    return Record(name, f"v=DKIM1; k=rsa; p={b64encode(public).decode()}")


def sign(raw: bytes, domain: str) -> bytes:
    """The message with a DKIM-Signature before it; unchanged when the domain has no key."""
    path = key_path(domain)
    if not path.exists():
        return raw
    import dkim  # with all of DNS; most processes sign nothing

    signature: bytes = dkim.sign(
        raw,
        selector=settings.HUBUNG.mail.dkim_selector.encode(),
        domain=domain.encode(),
        privkey=_private_key(path, path.stat().st_mtime_ns),
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=[*_present(raw), b"from"],
    )
    return signature + raw


def _present(raw: bytes) -> list[bytes]:
    """The fields to sign; `from` is named once more than it is there, so none can be added."""
    head = raw.partition(b"\r\n\r\n")[0].lower()
    names = {line.partition(b":")[0] for line in head.split(b"\r\n") if not line[:1].isspace()}
    return [name for name in _SIGNED if name in names]


@lru_cache(maxsize=8)
def _private_key(path: Path, changed: int) -> bytes:
    return path.read_bytes()
