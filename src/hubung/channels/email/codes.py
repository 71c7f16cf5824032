"""Codes that prove a mail address: only the letter to it tells the code, and no table holds it."""

from __future__ import annotations

import hmac

from django.utils.crypto import salted_hmac

#: What letters with such a code are called; nobody at the desk looks after these.
PROVING = "sign-in"
_DIGITS = 8


def code_of(token: str) -> str:
    """The code in the letter with this token, as `1234 5678`."""
    digest = salted_hmac("hubung.channels.email.codes", token, algorithm="sha256").digest()
    digits = f"{int.from_bytes(digest[:8], 'big') % 10**_DIGITS:0{_DIGITS}d}"
    return f"{digits[:4]} {digits[4:]}"


def is_code_of(token: str, typed: str) -> bool:
    """Whether this was typed, with blanks or dashes anywhere; no time tells how near it is."""
    expected, said = (
        "".join(filter(str.isdecimal, text)).encode() for text in (code_of(token), typed)
    )
    return hmac.compare_digest(expected, said)
