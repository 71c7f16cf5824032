"""The key that signs seals: Ed25519, beside the installation's other secrets.

`audit.key` holds the private half (PEM, mode 0600). `audit.pub` holds the public half of this key
and of those before it, one base64 line each, so that old seals stay verifiable.
"""

from __future__ import annotations

import os
import secrets
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def private_path() -> Path:
    return Path(settings.HUBUNG.home, "audit.key")


def public_path() -> Path:
    return Path(settings.HUBUNG.home, "audit.pub")


def make(*, anew: bool = False) -> str:
    """Make the key unless there is one (or `anew`); returns its public half in base64.

    Raises OSError when the state folder can't be written.
    """
    if anew or not private_path().exists():
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        known = [*trusted(), _public(key)]
        # The public half first: a seal must never be signed with a key that nobody knows.
        _put(public_path(), "".join(f"{line}\n" for line in known).encode())
        _put(private_path(), pem)
    return public()


def public() -> str:
    """The public half of the key, base64. Raises FileNotFoundError when there is no key."""
    return _public(_load())


def trusted() -> list[str]:
    """The public halves of every key of this installation, the newest last."""
    path = public_path()
    return path.read_text().split() if path.exists() else []


def sign(message: str) -> str:
    """The signature of a text, base64. Raises FileNotFoundError when there is no key."""
    return b64encode(_load().sign(message.encode())).decode()


def is_signed(message: str, signature: str, public_key: str) -> bool:
    """Whether a key (base64) signed a text. Anything malformed is no signature."""
    try:
        key = Ed25519PublicKey.from_public_bytes(b64decode(public_key, validate=True))
        key.verify(b64decode(signature, validate=True), message.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _load() -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(private_path().read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{private_path()} holds no Ed25519 key.")
    return key


def _public(key: Ed25519PrivateKey) -> str:
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return b64encode(raw).decode()


def _put(path: Path, content: bytes) -> None:
    """Written aside first, so that a crash leaves no half a key."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        os.fsync(descriptor)
    draft.rename(path)
