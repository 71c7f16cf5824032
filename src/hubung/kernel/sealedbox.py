"""Sealed boxes: anybody with the public key can close one, only the private key opens it.

X25519 (RFC 7748) with a fresh key for each box, HKDF-SHA256 (RFC 5869), AES-256-GCM in parts
(`kernel.sealedparts`).

    "HUBUNGSB1" · recipient's public key (32) · fresh public key (32) · parts (≤ 64 KiB + 16 each)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hubung.kernel.sealedparts import PART_BYTES, TAG_BYTES, nonce, seal

MAGIC = b"HUBUNGSB1"


class BoxError(ValueError):
    """Not a box, not for this key, or not as it was closed."""


def close(content: Iterable[bytes], recipient: X25519PublicKey) -> Iterator[bytes]:
    """The box around a content, in pieces. Reads the content as it goes."""
    fresh = X25519PrivateKey.generate()
    head = recipient.public_bytes_raw() + fresh.public_key().public_bytes_raw()
    cipher = _cipher(fresh.exchange(recipient), head)
    yield MAGIC + head
    yield from seal(content, cipher)


def open_box(box: IO[bytes], key: X25519PrivateKey) -> Iterator[bytes]:
    """The content of a box, in pieces, each verified. Raises BoxError, also half-way."""
    magic, recipient, fresh = box.read(len(MAGIC)), box.read(32), box.read(32)
    if magic != MAGIC or len(fresh) != 32:
        raise BoxError("This is not a sealed box.")
    if recipient != key.public_key().public_bytes_raw():
        raise BoxError("This box was sealed for another key.")
    shared = key.exchange(X25519PublicKey.from_public_bytes(fresh))
    cipher = _cipher(shared, recipient + fresh)
    number = 0
    sealed = box.read(PART_BYTES + TAG_BYTES)
    while True:
        following = box.read(PART_BYTES + TAG_BYTES)
        try:
            yield cipher.decrypt(nonce(number, last=not following), sealed, None)
        except (InvalidTag, ValueError) as error:
            raise BoxError("This box was changed or cut off.") from error
        if not following:
            return
        sealed, number = following, number + 1


def _cipher(shared: bytes, head: bytes) -> AESGCM:
    derive = HKDF(hashes.SHA256(), 32, salt=head, info=MAGIC)
    return AESGCM(derive.derive(shared))
