from __future__ import annotations

import io

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from hubung.kernel.sealedbox import PART_BYTES, BoxError, close, open_box

KEY = X25519PrivateKey.generate()
CONTENT = b"Surat asli Sekarwangi. " * 9000

pytestmark = pytest.mark.once


def box(content: bytes) -> bytes:
    pieces = (content[at : at + 1000] for at in range(0, len(content), 1000))
    return b"".join(close(pieces, KEY.public_key()))


def opened(sealed: bytes, key: X25519PrivateKey = KEY) -> bytes:
    return b"".join(open_box(io.BytesIO(sealed), key))


@pytest.mark.parametrize("size", [0, 1, PART_BYTES, PART_BYTES + 1, len(CONTENT)])
def test_what_was_closed_opens_with_the_private_key_only(size: int) -> None:
    sealed = box(CONTENT[:size])
    assert opened(sealed) == CONTENT[:size]
    assert b"Sekarwangi" not in sealed
    assert box(CONTENT[:size]) != sealed  # the same file twice is not recognised
    with pytest.raises(BoxError):
        opened(sealed, X25519PrivateKey.generate())


def test_a_box_that_was_touched_does_not_open() -> None:
    sealed = box(CONTENT)
    part = PART_BYTES + 16
    first = 73 + part
    broken = (
        sealed[:-1],
        sealed[:first],  # cut off between two parts
        sealed[:73] + sealed[73 + part : 73 + 2 * part] + sealed[73 : 73 + part],
        *(sealed[:at] + bytes((sealed[at] ^ 1,)) + sealed[at + 1 :] for at in (0, 20, 50, 80, -1)),
        b"",
    )
    for each in broken:
        with pytest.raises(BoxError):
            opened(each)
