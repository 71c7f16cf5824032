"""Mail as nobody should send it, and what is to become of each."""

from __future__ import annotations

import io
import zipfile
from base64 import encodebytes
from dataclasses import dataclass

FROM = b"From: Pelapor Contoh <siti@contoh.id>\r\n"
SCRIPT = "<script>alert(151)</script>"


@dataclass(frozen=True)
class Mail:
    """`state` is the one that the message ends in, empty when the door refuses it with `code`."""

    name: str
    content: bytes
    state: str = "threaded"
    code: int = 250


def _mail(subject: str, *rest: bytes) -> bytes:
    """A message with a sender and this subject, then further headers and the body."""
    return FROM + f"Subject: {subject}\r\n".encode() + b"".join(rest)


def _multipart(subject: str, *parts: bytes) -> bytes:
    inner = b"".join(b"--batas\r\n" + part + b"\r\n" for part in parts)
    kind = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="batas"\r\n\r\n'
    return _mail(subject, kind, inner, b"--batas--\r\n")


def _file(name: bytes, content: bytes, kind: bytes = b"application/octet-stream") -> bytes:
    return (
        b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: attachment; filename="' + name + b'"\r\n\r\n' + encodebytes(content)
    )


def nested(levels: int) -> bytes:
    """A part in a part in a part …"""
    opened = [
        f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n'.encode()
        for level in range(levels)
    ]
    return _mail("dalam", b"MIME-Version: 1.0\r\n", *opened, b"\r\nisi di dasar\r\n")


def forwarded(levels: int) -> bytes:
    """A message in a message in a message …"""
    layer = FROM + b"Subject: teruskan\r\nContent-Type: message/rfc822\r\n\r\n"
    return _mail("teruskan") + layer * levels + b"isi\r\n"


def bomb() -> bytes:
    """A quarter of a megabyte that would be two hundred; and once more inside of itself."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(8):
            archive.writestr(f"nol-{number}.txt", bytes(25_000_000))
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("dalam.zip", inner.getvalue())
    return _multipart(
        "bom",
        b"\r\nlihat lampiran",
        _file(b"bom.zip", inner.getvalue(), b"application/zip"),
        _file(b"bom-dalam-bom.zip", outer.getvalue(), b"application/zip"),
    )


def scripted() -> bytes:
    """Script wherever a page might repeat it."""
    markup = (
        f"<html><body onload=alert(1)><p>Kapal bocor {SCRIPT}</p><img src=x onerror=alert(1)>"
        '<a href="javascript:alert(1)">klik</a><svg/onload=alert(1)><iframe srcdoc="'
        '&lt;script&gt;alert(1)&lt;/script&gt;"></iframe><style>@import "//x"</style>'
        '<form action="//x"><button>kirim</button></form><math><mi//xlink:href="data:x,'
        '<script>alert(4)</script>"></math></body></html>'
    )
    kind = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="batas"\r\n\r\n'
    parts = (
        b"Content-Type: text/html; charset=utf-8\r\n\r\n" + markup.encode(),
        _file(b'\\"><script>alert(2)</script>.pdf', b"%PDF-1.4 x"),
        _file(b"<img src=x onerror=alert(3)>.html", SCRIPT.encode(), b"text/html"),
        _file(
            b"gambar.svg",
            f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'.encode(),
            b"image/svg+xml",
        ),
    )
    inner = b"".join(b"--batas\r\n" + part + b"\r\n" for part in parts)
    return (
        f'From: "{SCRIPT}" <siti@contoh.id>\r\nSubject: Bocor {SCRIPT}\r\n'.encode()
        + f'Message-ID: <"{SCRIPT}"@contoh.id>\r\n'.encode()
        + kind
        + inner
        + b"--batas--\r\n"
    )


def filled(size: int) -> bytes:
    """A message of exactly this many bytes, most of them in one file."""
    head = _mail(
        "besar",
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="batas"\r\n\r\n--batas\r\n',
        b"\r\nrekaman terlampir\r\n--batas\r\nContent-Type: application/octet-stream\r\n",
        b'Content-Disposition: attachment; filename="rekaman.bin"\r\n\r\n',
    )
    end = b"\r\n--batas--\r\n"
    line = b"z" * 998 + b"\r\n"
    lines, rest = divmod(size - len(head) - len(end), len(line))
    return head + line * lines + b"z" * rest + end


def every(max_bytes: int) -> list[Mail]:
    """All of them; `max_bytes` is what the doors take at most."""
    plain = b"\r\nKapal bocor.\r\n"
    million = b"x" * 1_000_000
    return [
        Mail("a thousand levels of parts", nested(1000)),
        Mail("a thousand levels of messages", forwarded(1000)),
        Mail(
            "two megabytes of headers",
            _mail("banyak", *(b"X-%d: %s\r\n" % (n, b"y" * 90) for n in range(20_000)), plain),
        ),
        Mail("one header of a megabyte", _mail("panjang", b"X-Satu: ", million, b"\r\n", plain)),
        Mail("a subject of a megabyte", _mail("s" * 1_000_000, plain)),
        Mail(
            "ten thousand addresses",
            _mail("daftar", b"To: ", b"a@contoh.id, " * 10_000, b"\r\n", plain),
        ),
        Mail(
            "a charset that nobody has",
            _mail(
                "=?tidak-ada?Q?=FF=FE?= =?utf-8?B?rusak!?= =?utf-16?B?AAA=?=",
                b'Content-Type: text/plain; charset="tidak-ada\xff"\r\n\r\n',
                b"Kapal \xff\xfe\x80 bocor\r\n",
            ),
        ),
        Mail(
            "a charset that is a codec and no charset",
            _mail("kodek", b"Content-Type: text/plain; charset=zlib_codec\r\n", plain),
        ),
        Mail(
            "words in utf-7 that would be script",
            _mail("tujuh", b"Content-Type: text/html; charset=utf-7\r\n\r\n"
                  b"kapal +ADw-script+AD4-alert(1)+ADw-/script+AD4-\r\n"),
        ),
        Mail("a zip bomb", bomb()),
        Mail("script everywhere", scripted()),
        Mail(
            "NUL bytes",
            _multipart(
                "nol \0 byte",
                b"Content-Type: text/plain\r\n\r\nKapal\0bocor \0\r\n",
                _file(b"na\0ma.pdf", b"%PDF-1.4\0"),
            ),
        ),
        Mail("as large as may be", filled(max_bytes)),
        Mail("one byte too large", filled(max_bytes + 1), state="", code=552),
        Mail("headers and nothing else", _mail("hanya kepala")),
        Mail("headers without words", b"From: kosong@contoh.id\r\n\r\n", state="held"),
        Mail("an empty message", b"", state="held"),
        Mail("bytes that are no message", bytes(range(1, 256)) * 40, state="held"),
        Mail("a line of a megabyte", _mail("baris", b"\r\nkapal ", million, b" bocor\r\n")),
        Mail("only line feeds", _mail("umpan", plain).replace(b"\r\n", b"\n")),
        Mail("only carriage returns", _mail("balik", plain).replace(b"\r\n", b"\r")),
        Mail(
            "base64 that breaks off",
            _mail(
                "putus",
                b"Content-Transfer-Encoding: base64\r\n\r\nS2FwYWwgYm9jb3I=!!\xff==x\r\n",
            ),
        ),
        Mail(
            "markup opened ten thousand times",
            _mail("buka", b"Content-Type: text/html\r\n\r\n", b"<div><b>" * 10_000, b"kapal\r\n"),
        ),
        Mail(
            "ten thousand parts",
            _multipart("bagian", *(b"\r\nkapal %d" % n for n in range(10_000))),
        ),
    ]  # fmt: skip
