"""A message for one browser, sealed as the standard's own example is."""

from __future__ import annotations

from base64 import urlsafe_b64decode

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from hubung.portal.subscriptions.push import sealing
from tests.support.push import Reader

#: RFC 8291, section 5 and appendix A.
TEXT = b"When I grow up, I want to be a watermelon"
OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
THEIRS = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
    "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
    "lcy4a-fN"
)


def plain(words: str) -> bytes:
    return urlsafe_b64decode(words + "=" * (-len(words) % 4))


def test_it_is_what_the_standard_says() -> None:
    own = ec.derive_private_key(int.from_bytes(plain(OWN)), sealing.CURVE)
    sealed = sealing.seal(TEXT, THEIRS, SECRET, own=own, salt=plain(SALT))
    assert sealing.in_words(sealed) == SEALED


def test_only_the_browser_that_it_is_for_can_read_it() -> None:
    reader, other = Reader(), Reader()
    sealed = sealing.seal(TEXT, reader.public_key, reader.secret)
    assert TEXT not in sealed
    assert reader.read(sealed) == TEXT
    with pytest.raises(InvalidTag):
        other.read(sealed)
    assert sealing.seal(TEXT, reader.public_key, reader.secret) != sealed


@pytest.mark.parametrize(
    ("key", "secret"),
    [("", SECRET), (THEIRS, ""), (THEIRS, "AAAA"), ("BA" + "A" * 85, SECRET), (SECRET, SECRET)],
    ids=["no key", "no secret", "short secret", "no point of the curve", "short key"],
)
def test_keys_that_no_browser_has_are_refused(key: str, secret: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        sealing.check(key, secret)
