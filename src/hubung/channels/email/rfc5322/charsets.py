"""Bytes of a declared, wrong, unknown or undeclared charset → text that a database takes."""

from __future__ import annotations

import codecs
import re

_ALIASES = {
    # Web browsers' practice (WHATWG Encoding Standard): Latin-1 labels mean windows-1252.
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
}

# UTF-7 hides markup from filters; the rest are not character encodings of text at all.
_REFUSED = frozenset({"utf-7", "utf7", "unicode-1-1-utf-7", "unicode_escape", "idna", "punycode"})

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    """`text` with one kind of line end and without NUL, controls and lone surrogates."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def known(charset: str) -> str:
    """The codec for a charset label, or "" when there is none or it is refused."""
    name = charset.strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    if not name or name in _REFUSED or len(name) > 40:
        return ""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    # `_is_text_encoding` is how the standard library itself tells rot13 and zlib from charsets.
    return info.name if getattr(info, "_is_text_encoding", False) else ""


def decode(data: bytes, charset: str = "") -> tuple[str, bool]:
    """Text of `data` and whether it was read as declared.

    UTF-8 is tried first when nothing usable was declared or when the declared one does not fit:
    text that is valid UTF-8 is hardly ever anything else. windows-1252 reads whatever is left.
    Never raises.
    """
    codec = known(charset)
    for candidate in (codec, "utf-8-sig"):
        if not candidate or (candidate == "cp1252" and not data.isascii() and _is_utf8(data)):
            continue
        try:
            text = data.decode(candidate)
        except (UnicodeError, ValueError):
            continue
        return clean(text), not charset or candidate == codec
    return clean(data.decode("cp1252", "replace")), codec == "cp1252"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
