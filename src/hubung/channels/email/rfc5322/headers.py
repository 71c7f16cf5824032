"""The header block: fields, encoded words (RFC 2047), parameters (RFC 2231), addresses, ids.

Everything is bounded and nothing raises: what cannot be read is left as it stands.
"""

from __future__ import annotations

import binascii
import re
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

import pybase64

from hubung.channels.email.rfc5322.charsets import clean, decode

MAX_FIELDS = 500
MAX_VALUE = 20_000
MAX_ADDRESSES = 200
MAX_REFERENCES = 100

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,4000})\?=")
_GAP_BETWEEN_WORDS = re.compile(r"(\?=)[ \t]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_FIELD_NAME = re.compile(r"[!-9;-~]{1,100}")
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_PARAMETER = re.compile(r";\s*([^\s=;]{1,60})\s*=\s*(\"(?:[^\"\\]|\\.){0,2000}\"?|[^;]{0,2000})")
_BARE_ADDRESS = re.compile(r"[^\s<>\"(),;:@]{1,100}@[^\s<>\"(),;:@]{1,200}")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,500})>")


class Address(NamedTuple):
    """A mailbox: the display name, decoded, and the address as written."""

    name: str
    address: str


class Fields:
    """Header fields in order; names are matched without regard to case."""

    def __init__(self, items: list[tuple[str, str]], *, cut: bool = False) -> None:
        self.items = items
        self.cut = cut
        self._first: dict[str, str] = {}
        for name, value in items:
            self._first.setdefault(name.lower(), value)

    def get(self, name: str) -> str:
        """The first value of a field, unfolded but not decoded; "" when absent."""
        return self._first.get(name.lower(), "")

    def all(self, name: str) -> list[str]:
        wanted = name.lower()
        return [value for key, value in self.items if key.lower() == wanted]

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._first

    def text(self, name: str) -> str:
        """The first value with encoded words decoded, on one line."""
        return decode_words(self.get(name))


def parse_fields(block: bytes) -> Fields:
    """Fields of a header block; bounded in number and length, `cut` tells that a bound was met."""
    items: list[tuple[str, str]] = []
    cut = False
    name, size = "", 0
    parts: list[str] = []

    def finish() -> None:
        if name:
            items.append((name, " ".join(parts).strip()))

    for raw in block.splitlines():
        line = raw if raw.isascii() else decode(raw)[0].encode()
        text = line.decode("utf-8", "replace")
        if text[:1] in (" ", "\t"):
            piece = text.strip()
        else:
            key, colon, rest = text.partition(":")
            key = key.rstrip()
            if not colon or not _FIELD_NAME.fullmatch(key):
                continue
            finish()
            if len(items) >= MAX_FIELDS:
                return Fields(items, cut=True)
            name, parts, size = key, [], 0
            piece = rest.strip()
        if size + len(piece) > MAX_VALUE:
            cut = True
            piece = piece[: max(0, MAX_VALUE - size)]
        size += len(piece) + 1
        if piece:
            parts.append(clean(piece))
    finish()
    return Fields(items, cut=cut)


def decode_words(value: str) -> str:
    """RFC 2047 encoded words decoded, on one line; neighbours are joined before decoding bytes.

    Mailers split a multi-byte character between two words although the RFC forbids it, so the
    bytes of neighbouring words with one charset are put together first.
    """
    if "=?" not in value:
        return " ".join(clean(value).split())
    value = _GAP_BETWEEN_WORDS.sub(r"\1", value)
    pieces: list[str] = []
    pending, charset, end = b"", "", 0
    for match in _ENCODED_WORD.finditer(value):
        between = value[end : match.start()]
        label = match[1].partition("*")[0].lower()
        if between or label != charset:
            pieces.append(decode(pending, charset)[0])
            pieces.append(between)
            pending, charset = b"", label
        pending += _word_bytes(match[2].lower(), match[3])
        end = match.end()
    pieces += [decode(pending, charset)[0], value[end:]]
    return " ".join(clean("".join(pieces)).split())


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding == "q":
        return binascii.a2b_qp(data.replace(b"_", b" "), header=False)
    return base64_bytes(data)


def base64_bytes(data: bytes) -> bytes:
    """Base64 read as far as it goes: foreign characters skipped, padding not insisted upon."""
    with suppress(binascii.Error):
        return pybase64.b64decode(data.translate(None, b"\r\n"), validate=True)
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        kept = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """A structured value and its parameters: `text/plain; charset=x` → ("text/plain", {…}).

    RFC 2231 continuations and charsets, RFC 2047 words in quotes (wrong, and common) and bare
    values with spaces are all read. Names are lower case.
    """
    head, semicolon, _ = value.partition(";")
    found: dict[str, str] = {}
    extended: dict[str, dict[int, tuple[bool, str]]] = {}
    for match in _PARAMETER.finditer(value[len(head) :] if semicolon else ""):
        name, raw = match[1].lower(), match[2].strip()
        if raw.startswith('"'):
            raw = _QUOTED_PAIR.sub(r"\1", raw[1:].removesuffix('"'))
        base, star, rest = name.partition("*")
        if not star:
            found.setdefault(name, decode_words(raw))
            continue
        index, _, _ = rest.partition("*")
        number = int(index) if index.isascii() and index.isdigit() and len(index) < 4 else 0
        extended.setdefault(base, {}).setdefault(number, (name.endswith("*"), raw))
    for base, sections in extended.items():
        found[base] = _rfc2231(sections)
    return head.strip().lower(), found


def _rfc2231(sections: dict[int, tuple[bool, str]]) -> str:
    charset, data = "", b""
    for position, number in enumerate(sorted(sections)):
        encoded, text = sections[number]
        if encoded and position == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace")
    return " ".join(decode(data, charset)[0].split())


def addresses(*values: str) -> tuple[Address, ...]:
    """Mailboxes of address fields, names decoded; at most `MAX_ADDRESSES`."""
    try:
        pairs = getaddresses([value for value in values if value])
    except (ValueError, IndexError, TypeError, RecursionError):
        pairs = []
    found = [
        Address(decode_words(name), clean("".join(address.split())))
        for name, address in pairs[:MAX_ADDRESSES]
        if "@" in address
    ]
    if not found:
        # A display name with an unquoted comma or bracket defeats the grammar, not a person.
        found = [Address("", each) for value in values for each in _BARE_ADDRESS.findall(value)]
    return tuple(found[:MAX_ADDRESSES])


def message_ids(value: str) -> tuple[str, ...]:
    """Message ids of In-Reply-To, References or Message-ID, without the angle brackets."""
    return tuple(match[1] for match in _MESSAGE_ID.finditer(value))[:MAX_REFERENCES]


def date(value: str) -> datetime | None:
    """A Date field as an aware UTC moment; None when it is missing or nonsense."""
    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
