"""The MIME tree of a message: split by boundary on the bytes, bounded in depth and number.

Written for mail as it comes: boundaries that never close, parts without headers, encodings that
are not what they say. A level too deep stays one opaque part, so nothing is dropped.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hubung.channels.email.rfc5322.headers import Fields, base64_bytes, parameters, parse_fields

MAX_DEPTH = 20
MAX_PARTS = 300
MAX_HEADER_BYTES = 256 * 1024
# Every level copies what is inside it; ordinary mail reads each byte about three times.
MAX_WORK = 8

_END_OF_HEADERS = re.compile(rb"\r?\n[ \t]*\r?\n|\n\r|\r\r")
_REST_OF_BOUNDARY = re.compile(rb"(--)?[ \t]*(?:\r\n|\n|\r|\Z)")
_UUENCODED = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """One node: a leaf has its `body`, encoded as it travelled; a multipart has `children`."""

    fields: Fields
    content_type: str
    params: dict[str, str]
    body: bytes
    children: tuple[Part, ...] = ()

    @property
    def disposition(self) -> tuple[str, dict[str, str]]:
        return parameters(self.fields.get("Content-Disposition"))

    @property
    def filename(self) -> str:
        """The name the sender gave the file, decoded; "" when there is none."""
        return self.disposition[1].get("filename") or self.params.get("name", "")

    @property
    def content_id(self) -> str:
        return self.fields.get("Content-ID").strip("<> ")

    def content(self) -> bytes:
        """The body with its transfer encoding undone; as it is when that encoding is unknown."""
        encoding = self.fields.get("Content-Transfer-Encoding").strip().lower()
        if encoding == "base64":
            return base64_bytes(self.body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if encoding in ("x-uuencode", "uuencode", "x-uue"):
            return _uudecode(self.body)
        return self.body

    def walk(self) -> Iterator[Part]:
        """Every leaf, in the order in which it stands in the message."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class _Reader:
    """Counts what was seen, so that a message cannot ask for more work than it is worth."""

    budget: int
    parts: int = 0
    problems: list[str] = field(default_factory=list)

    def read(self, raw: bytes, depth: int, default_type: str) -> Part:
        self.parts += 1
        self.budget -= len(raw)
        header, body = split_header(raw)
        if len(header) > MAX_HEADER_BYTES:
            self.note("headers_cut")
            header = header[:MAX_HEADER_BYTES]
        fields = parse_fields(header)
        if fields.cut:
            self.note("headers_cut")
        content_type, params = parameters(fields.get("Content-Type"))
        if content_type.count("/") != 1:
            content_type = default_type
        if not content_type.startswith("multipart/"):
            return Part(fields, content_type, params, body)
        boundary = params.get("boundary", "").rstrip()
        if not boundary:
            self.note("boundary_missing")
            return Part(fields, "text/plain", params, body)
        if depth >= MAX_DEPTH or self.parts >= MAX_PARTS or self.budget < 0:
            self.note("too_many_parts" if self.parts >= MAX_PARTS else "too_nested")
            return Part(fields, "application/octet-stream", params, body)
        pieces, closed = split_parts(body, boundary.encode("utf-8", "replace"))
        if not pieces:
            self.note("boundary_missing")
            return Part(fields, "text/plain", params, body)
        if not closed:
            self.note("boundary_unclosed")
        if len(pieces) > MAX_PARTS - self.parts:
            self.note("too_many_parts")
            pieces = pieces[: MAX_PARTS - self.parts]
        inner = "message/rfc822" if content_type == "multipart/digest" else "text/plain"
        children = tuple(self.read(piece, depth + 1, inner) for piece in pieces)
        return Part(fields, content_type, params, b"", children)

    def note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def read(raw: bytes) -> tuple[Part, tuple[str, ...]]:
    """The tree of a message and what was wrong with it. Never raises."""
    reader = _Reader(budget=MAX_WORK * len(raw))
    return reader.read(raw, 0, "text/plain"), tuple(reader.problems)


def split_header(raw: bytes) -> tuple[bytes, bytes]:
    """Header block and body; a part that begins with an empty line has no headers."""
    if raw.startswith((b"\n", b"\r\n")):
        return b"", raw[2 if raw.startswith(b"\r\n") else 1 :]
    end = _END_OF_HEADERS.search(raw)
    if end is None:
        return raw, b""
    return raw[: end.start()], raw[end.end() :]


def split_parts(body: bytes, boundary: bytes) -> tuple[list[bytes], bool]:
    """The parts between boundary lines, and whether the closing one was there (RFC 2046 §5.1)."""
    delimiter = b"--" + boundary
    pieces: list[bytes] = []
    start = -1
    at = body.find(delimiter)
    while at >= 0 and len(pieces) <= MAX_PARTS:
        end = at + len(delimiter)
        rest = _REST_OF_BOUNDARY.match(body, end)
        if rest is None or body[at - 1 : at] not in (b"", b"\n", b"\r"):
            at = body.find(delimiter, end)
            continue
        if start >= 0:
            before = at - (2 if body[at - 2 : at] == b"\r\n" else 1)
            pieces.append(body[start : max(start, before)])
        if rest[1]:
            return pieces, True
        start = rest.end()
        at = body.find(delimiter, start)
    if start >= 0 and len(pieces) <= MAX_PARTS:
        pieces.append(body[start:])
    return pieces, False


def _uudecode(data: bytes) -> bytes:
    begin = _UUENCODED.search(data)
    out = bytearray()
    for line in data[begin.end() if begin else 0 :].splitlines():
        if line.strip() == b"end":
            break
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            continue
    return bytes(out)
