"""Content in parts of 64 KiB, each sealed by itself (as in STREAM, Hoang et al. 2015).

A part's nonce is its number and whether it is the last one, so what was cut off, put together from
several or changed does not open. A key seals one content and no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PART_BYTES = 64 * 1024
TAG_BYTES = 16


def seal(content: Iterable[bytes], cipher: AESGCM) -> Iterator[bytes]:
    """The parts, sealed. Reads the content as it goes."""
    for number, (part, last) in enumerate(_parts(content)):
        yield cipher.encrypt(nonce(number, last=last), part, None)


def nonce(number: int, *, last: bool) -> bytes:
    """Never twice under one key: each part has its number."""
    return number.to_bytes(11, "big") + bytes((last,))


def _parts(content: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Parts of the full size, and the last one (empty for an empty content)."""
    held = bytearray()
    for chunk in content:
        held += chunk
        while len(held) > PART_BYTES:
            yield bytes(held[:PART_BYTES]), False
            del held[:PART_BYTES]
    yield bytes(held), True
