"""Originals of reporters' files: sealed when they come, so that no program of the staff opens them.

What a reporter sends is stripped of what tells who made it, and the original goes into a sealed box
(`kernel.sealedbox`) beside it. The installation holds the public key; the private one is made with
it and belongs off the machine, with people who decide together when it is used (decision 0017).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.conf import settings

from hubung.cases.models import Attachment
from hubung.kernel import files, sealedbox

_CHUNK = 1024 * 1024


class KeyUnusableError(ValueError):
    """Not a private key for originals, in words."""


def public_path() -> Path:
    return Path(settings.HUBUNG.home, "originals.pub")


def private_path() -> Path:
    """Where the private key is put when it is made, to be taken away."""
    return Path(settings.HUBUNG.home, "originals.key")


def public_key() -> X25519PublicKey:
    """The key that originals are sealed to; the pair is made when there is none. Raises OSError."""
    try:
        found = serialization.load_pem_public_key(public_path().read_bytes())
    except FileNotFoundError:
        _make_pair()
        found = serialization.load_pem_public_key(public_path().read_bytes())
    if not isinstance(found, X25519PublicKey):
        raise KeyUnusableError(f"{public_path()} holds no X25519 key.")
    return found


def private_key(pem: bytes) -> X25519PrivateKey:
    """Raises KeyUnusableError."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise KeyUnusableError("The file holds no private key that can be read.") from error
    if not isinstance(key, X25519PrivateKey):
        raise KeyUnusableError("The file holds a key for something else.")
    return key


def seal(source: IO[bytes]) -> files.StoredBlob:
    """Store a file in a sealed box. Raises StorageFullError."""
    source.seek(0)
    content = iter(lambda: source.read(_CHUNK), b"")
    return files.store(sealedbox.close(content, public_key()))


def unseal(attachment: Attachment, key: X25519PrivateKey) -> Iterator[bytes]:
    """The original of an attachment, in pieces. Raises BlobMissingError, BoxError."""
    with files.open_blob(attachment.sealed) as box:
        yield from sealedbox.open_box(box, key)


def _make_pair() -> None:
    """Several processes may try at once: one pair stays, and both halves belong together."""
    key = X25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    # The private half first: nothing may be sealed to a key that nobody can use.
    draft = _draft(private_path(), private)
    try:
        os.link(draft, private_path())
    except FileExistsError:
        existing = private_key(private_path().read_bytes())
        public = existing.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    finally:
        draft.unlink()
    _draft(public_path(), public).replace(public_path())


def _draft(path: Path, content: bytes) -> Path:
    """Written aside, so that a crash leaves no half a key."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        os.fsync(descriptor)
    return draft
