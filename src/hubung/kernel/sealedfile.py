"""Files that are stored sealed and read from anywhere in them: each under a key of its own.

The key is a random one, kept in a row that the keys of the installation seal (`kernel.sealed`): so
those change without a file being touched, and a file whose row is gone opens for nobody.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hubung.kernel.keyring import TamperedError
from hubung.kernel.sealedparts import PART_BYTES, TAG_BYTES, nonce, seal


def new_key() -> bytes:
    """A key for one file, 32 bytes."""
    return secrets.token_bytes(32)


def close(content: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """The file as it is stored, in pieces."""
    yield from seal(content, AESGCM(key))


def read(file: BinaryIO, key: bytes, size: int, start: int, length: int) -> Iterator[bytes]:
    """`length` bytes from `start` on, in pieces, of a content of `size` bytes.

    Raises TamperedError, also half-way, for what was changed or is sealed with another key.
    """
    cipher = AESGCM(key)
    last = max(size - 1, 0) // PART_BYTES
    end = min(start + length, size)
    for number in range(start // PART_BYTES, last + 1):
        begins = number * PART_BYTES
        if begins >= end:
            return
        file.seek(number * (PART_BYTES + TAG_BYTES))
        sealed = file.read(PART_BYTES + TAG_BYTES)
        try:
            part = cipher.decrypt(nonce(number, last=number == last), sealed, None)
        except (InvalidTag, ValueError) as error:
            raise TamperedError("A sealed file was changed or cut off.") from error
        yield part[max(start - begins, 0) : end - begins]
