"""Indonesian or English? Enough to answer in the language in which someone wrote."""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["id", "en"]

_WORD = re.compile(r"[a-z]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


_INDONESIAN = _words(
    "yang dan di ke dari untuk dengan tidak ini itu saya kami anda pada adalah akan sudah belum "
    "ada juga atau karena bisa dapat mohon terima kasih bapak ibu tolong kapal apakah bagaimana "
    "kenapa sampai hari jam oleh telah lagi sangat kalau agar nya selamat pagi siang sore malam "
    "dimana kapan gak nggak tdk yg utk dgn sy mau minta tanya laporan lapor keluhan"
)
_ENGLISH = _words(
    "the and of to in is was were are for with not this that i we you my our on at by from have "
    "has had it be been they their there please thank thanks would could should did do does what "
    "when where how why dear hello regards an a as but or if your will can about"
)


def guess(text: str, declared: str = "") -> Language:
    """The language with more of its everyday words; `declared` (a language tag) breaks a tie.

    Indonesian when nothing tells: it is the language of the office.
    """
    words = _WORD.findall(text[:5000].lower())
    indonesian = sum(word in _INDONESIAN for word in words)
    english = sum(word in _ENGLISH for word in words)
    if indonesian == english:
        return "en" if declared.strip().lower().startswith("en") else "id"
    return "id" if indonesian > english else "en"
