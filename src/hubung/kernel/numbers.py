"""Case numbers that can be dictated over a bad line, and the private codes that go with them.

A case number is `151-26-0047-1182-1`: the telephone short code, two digits of the year, the case
id in eight digits, and a check digit by ISO/IEC 7064 MOD 11,10 over year and id. The check digit
finds every single wrong digit and nearly every swap of two neighbours; the short code is left
out of it, because it is compared as a whole, and because people leave it out.

Number and code are derived, never stored: the number from the case's id and year, the code from
the installation's secret and a random nonce kept with the case.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Literal

SHORT_CODE = "151"
MAX_CASE_ID = 99_999_999
YEARS = range(2000, 2100)

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12

_BODY_LENGTH = 11  # year 2, id 8, check digit 1

_SPOKEN = {
    "id": ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
_WORD_TO_DIGIT = {
    word: str(digit) for words in _SPOKEN.values() for digit, word in enumerate(words)
} | {"kosong": "0", "oh": "0"}
_LOOKALIKES = str.maketrans("oil|", "0111")
_TOKEN = re.compile(r"[^\W_]+|\|", re.UNICODE)

# Between the groups of a number in running text: a dash of any kind, a dot, or the blank that is
# left where a mail header was folded.
_GAP = r"[\s.\-\u2010-\u2015\u2212]{0,4}"


class NumberProblem(StrEnum):
    """Why a text is not a case number; the page turns each into a sentence that helps."""

    EMPTY = "empty"
    NO_DIGITS = "no_digits"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WRONG_PREFIX = "wrong_prefix"
    WRONG_DIGIT = "wrong_digit"


class CaseIdOutOfRangeError(ValueError):
    """The case id does not fit in the eight digits of a case number."""


@dataclass(frozen=True, slots=True, order=True)
class CaseNumber:
    """A case number taken apart: the full year (2026) and the case id (its primary key).

    Raises ValueError for a year outside 2000–2099 (only two digits are written) and
    CaseIdOutOfRangeError for an id that eight digits cannot hold.
    """

    year: int
    case_id: int
    short_code: str = SHORT_CODE

    def __post_init__(self) -> None:
        if self.year not in YEARS:
            raise ValueError(f"a case number can tell the years 2000 to 2099, not {self.year}")
        if not 1 <= self.case_id <= MAX_CASE_ID:
            raise CaseIdOutOfRangeError(
                f"a case number holds ids from 1 to {MAX_CASE_ID:,}, not {self.case_id:,}"
            )

    def __str__(self) -> str:
        year, serial = f"{self.year % 100:02d}", f"{self.case_id:08d}"
        check = check_digit(year + serial)
        return f"{self.short_code}-{year}-{serial[:4]}-{serial[4:]}-{check}"


def check_digit(digits: str) -> str:
    """The check digit of `digits` by ISO/IEC 7064 MOD 11,10 (`0794` → `5`).

    Raises ValueError when `digits` is empty or holds anything but the digits 0–9.
    """
    if not (digits.isascii() and digits.isdecimal()):
        raise ValueError(f"only the digits 0-9 have a check digit, not {digits!r}")
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def case_number(short_code: str, year: int, case_id: int) -> str:
    """The number of a case, as `151-26-0047-1182-1`. Raises as `CaseNumber` does."""
    return str(CaseNumber(year, case_id, short_code))


def read_case_number(text: str, *, short_code: str = SHORT_CODE) -> CaseNumber | NumberProblem:
    """The case number that a person typed or dictated, or what is wrong with it.

    Takes spaces, dots and dashes anywhere or nowhere, digits of any script, the letters O, I and L
    for 0 and 1, spoken digits in both languages, other words around the number, and a number
    without its short code. Does not guess: a wrong digit is a wrong digit.
    """
    if not text.strip():
        return NumberProblem.EMPTY
    digits = _digits(text)
    if not digits:
        return NumberProblem.NO_DIGITS
    full = len(short_code) + _BODY_LENGTH
    if len(digits) > full:
        return NumberProblem.TOO_LONG
    if len(digits) not in (_BODY_LENGTH, full):
        return NumberProblem.TOO_SHORT
    prefix, body = digits[:-_BODY_LENGTH], digits[-_BODY_LENGTH:]
    if prefix and prefix != short_code:
        return NumberProblem.WRONG_PREFIX
    year, case_id = 2000 + int(body[:2]), int(body[2:-1])
    if check_digit(body[:-1]) != body[-1] or case_id == 0:
        # Eleven digits that begin with the short code are a full number with its end missing.
        cut_off = not prefix and digits.startswith(short_code)
        return NumberProblem.TOO_SHORT if cut_off else NumberProblem.WRONG_DIGIT
    return CaseNumber(year, case_id, short_code)


def parse_case_number(text: str, *, short_code: str = SHORT_CODE) -> CaseNumber | None:
    """As `read_case_number`, where it does not matter what is wrong."""
    found = read_case_number(text, short_code=short_code)
    return found if isinstance(found, CaseNumber) else None


def find_case_numbers(text: str, *, short_code: str = SHORT_CODE) -> list[CaseNumber]:
    """The case numbers in a running text such as a mail subject: in order, each once.

    Only whole numbers with their short code and a right check digit, bare or in brackets, with or
    without separators; a longer row of digits (an account, a telephone number) holds none.
    """
    pattern = re.compile(
        rf"(?<![\w+])(?<!\d[-.]){re.escape(short_code)}"
        rf"{_GAP}(\d{{2}}){_GAP}(\d{{4}}){_GAP}(\d{{4}}){_GAP}(\d)(?!\w)(?![-.]\d)",
        re.ASCII,
    )
    found: dict[CaseNumber, None] = {}
    for match in pattern.finditer(unicodedata.normalize("NFKC", text)):
        number = parse_case_number("".join(match.groups()), short_code=short_code)
        if number is not None:
            found[number] = None
    return list(found)


def private_code(secret: str, case_id: int, nonce: bytes) -> str:
    """The unguessable code of a case, as `XXXX-XXXX-XXXX` in Crockford's base 32 (60 bits).

    Derived by HMAC-SHA256 under the installation's secret, so that a copy of the database alone
    opens no case. Another `nonce` (at least 16 random bytes) gives another code.
    """
    if len(nonce) < 16:
        raise ValueError("the nonce of a private code needs at least 16 bytes")
    message = b"hubung.case.private-code\0" + case_id.to_bytes(8, "big") + nonce
    bits = int.from_bytes(hmac.digest(secret.encode(), message, sha256)[:8], "big")
    return _grouped("".join(CODE_ALPHABET[bits >> shift & 31] for shift in range(55, -5, -5)))


def normalise_code(text: str) -> str:
    """A private code as a person typed it, in the written form; empty when it can't be one."""
    plain = unicodedata.normalize("NFKC", text).upper()
    plain = "".join(character for character in plain if character.isalnum())
    plain = plain.translate(str.maketrans("OIL", "011"))
    if len(plain) != CODE_LENGTH or not set(plain) <= set(CODE_ALPHABET):
        return ""
    return _grouped(plain)


def same_code(typed: str, expected: str) -> bool:
    """Whether a typed code is the expected one, in a time that tells nothing about either."""
    left, right = normalise_code(typed), normalise_code(expected)
    return hmac.compare_digest(left.encode(), right.encode()) and bool(left)


def dictate(number: str, language: Literal["id", "en"]) -> str:
    """A number or code as it is said: digits one by one, a pause between the groups.

    `151-26-…` → `satu lima satu, dua enam, …`. Letters stay as they are, to be spelled.
    """
    words = _SPOKEN[language]
    return ", ".join(
        " ".join(words[int(sign)] if sign.isdecimal() else sign for sign in group)
        for group in number.split("-")
    )


def _digits(text: str) -> str:
    """The digits that a text means, in order: figures, look-alike letters and spoken digits."""
    parts: list[str] = []
    for token in _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()):
        token = _WORD_TO_DIGIT.get(token, token).translate(_LOOKALIKES)
        if all(sign.isdecimal() for sign in token):
            parts.extend(str(unicodedata.decimal(sign)) for sign in token)
    return "".join(parts)


def _grouped(plain: str) -> str:
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))
