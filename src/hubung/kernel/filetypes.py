"""What a file is, by its content and never by its name, and what it may be called.

A claimed name or MIME type is a stranger's word. It is kept for display only, cleaned, and with
the extension of what the file really is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

import filetype  # type: ignore[import-untyped]

from hubung.kernel.archives import entry_names, read_entry

HEAD_BYTES = 8192
MAX_NAME_CHARS = 120
MAX_NAME_BYTES = 240


class FileKind(StrEnum):
    """What a person would call a file."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    ARCHIVE = "archive"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FileType:
    """What a file is. `extension` has no dot; `mismatch`: the claimed name says otherwise.

    `safe_inline`: a browser may show it in place when it is sent with this very MIME type and
    `X-Content-Type-Options: nosniff`; everything else is only ever downloaded.
    """

    mime: str
    extension: str
    kind: FileKind
    safe_inline: bool
    mismatch: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_UNKNOWN = "application/octet-stream"

# MIME type → the extensions that it may bear, the usual one first.
_EXTENSIONS: dict[str, tuple[str, ...]] = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
    "image/apng": ("png", "apng"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/avif": ("avif",),
    "image/heic": ("heic", "heif"),
    "image/tiff": ("tif", "tiff"),
    "image/bmp": ("bmp",),
    "image/svg+xml": ("svg",),
    "text/html": ("html", "htm", "xhtml"),
    "text/xml": ("xml",),
    "text/plain": ("txt", "csv", "tsv", "log", "md", "json", "eml", "ics", "vcf", "text"),
    "application/pdf": ("pdf",),
    "application/rtf": ("rtf",),
    "application/msword": ("doc", "dot"),
    "application/vnd.ms-excel": ("xls",),
    "application/vnd.ms-powerpoint": ("ppt",),
    "application/x-ole-storage": ("ole", "doc", "xls", "ppt", "msg"),
    f"{_OFFICE}wordprocessingml.document": ("docx",),
    f"{_OFFICE}spreadsheetml.sheet": ("xlsx",),
    f"{_OFFICE}presentationml.presentation": ("pptx",),
    "application/vnd.ms-word.document.macroEnabled.12": ("docm",),
    "application/vnd.ms-excel.sheet.macroEnabled.12": ("xlsm",),
    "application/vnd.ms-powerpoint.presentation.macroEnabled.12": ("pptm",),
    f"{_ODF}text": ("odt",),
    f"{_ODF}spreadsheet": ("ods",),
    f"{_ODF}presentation": ("odp",),
    "application/epub+zip": ("epub",),
    "application/zip": ("zip", "jar", "apk"),
    "application/gzip": ("gz", "tgz"),
    "application/x-rar-compressed": ("rar",),
    "application/x-7z-compressed": ("7z",),
    "application/x-tar": ("tar",),
    "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a", "mp4"),
    "audio/ogg": ("ogg", "oga", "opus"),
    "audio/aac": ("aac",),
    "audio/amr": ("amr",),
    "audio/x-wav": ("wav",),
    "audio/x-flac": ("flac",),
    "video/mp4": ("mp4", "m4v"),
    "video/x-m4v": ("m4v", "mp4"),
    "video/3gpp": ("3gp", "3gpp"),
    "video/quicktime": ("mov", "qt"),
    "video/webm": ("webm",),
    "video/x-matroska": ("mkv", "webm"),
    "video/x-msvideo": ("avi",),
    "video/mpeg": ("mpg", "mpeg"),
    "application/x-msdownload": ("exe", "dll", "scr"),
    _UNKNOWN: ("bin",),
}
_KNOWN_EXTENSIONS = {name for names in _EXTENSIONS.values() for name in names} - {"bin"}

_INLINE = {
    *("image/jpeg", "image/png", "image/apng", "image/gif", "image/webp", "image/avif"),
    *("image/bmp", "application/pdf", "text/plain"),
    *("audio/mpeg", "audio/mp4", "audio/ogg", "audio/aac", "audio/x-wav", "audio/x-flac"),
    *("video/mp4", "video/x-m4v", "video/webm", "video/3gpp", "video/quicktime"),
}
_DOCUMENTS = (
    "application/pdf",
    "application/rtf",
    "application/msword",
    "application/vnd.ms-",
    "application/vnd.openxml",
    "application/vnd.oasis",
    "application/epub",
    "application/x-ole",
    "text/plain",
)
_ARCHIVES = (
    "application/zip",
    "application/gzip",
    "application/x-rar",
    "application/x-7z",
    "application/x-tar",
    "application/x-bzip2",
    "application/x-xz",
    "application/zstd",
)

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"}
_AVIF_BRANDS = {b"avif", b"avis"}
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|style|svg|img|a\s|form|meta|object|embed)",
    re.IGNORECASE,
)
_OFFICE_FOLDERS = {
    "word/": ("wordprocessingml.document", "application/vnd.ms-word.document.macroEnabled.12"),
    "xl/": ("spreadsheetml.sheet", "application/vnd.ms-excel.sheet.macroEnabled.12"),
    "ppt/": (
        "presentationml.presentation",
        "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
    ),
}

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_AWKWARD = re.compile(r'[<>:"|?*%&;`$\'/\\]+')
_EXTENSION = re.compile(r"\.([0-9]*[A-Za-z][0-9A-Za-z]{0,9})$")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def detect(content: bytes | IO[bytes], claimed_name: str = "") -> FileType:
    """What the content is. Takes all bytes, or a seekable file (left at its start).

    The first bytes of a file are enough for everything but office documents and archives, which
    are told apart by their directory at the end.
    """
    if isinstance(content, bytes):
        head, file = content[:HEAD_BYTES], None
    else:
        file = content
        file.seek(0)
        head = file.read(HEAD_BYTES)
    mime = _mime(head, file)
    if file is not None:
        file.seek(0)
    extensions = _EXTENSIONS.get(mime)
    if extensions is None:
        known = filetype.get_type(mime=mime)
        extensions = (known.extension,) if known else ("bin",)
    claimed = _extension(claimed_name)
    wrong = claimed in _KNOWN_EXTENSIONS if mime == _UNKNOWN else claimed not in extensions
    return FileType(mime, extensions[0], _kind(mime), mime in _INLINE, bool(claimed) and wrong)


def safe_name(name: str, found: FileType) -> str:
    """A name to show and to save under: no path, nothing invisible, nothing a shell or page minds.

    Letters of every script stay. The extension is one of `found`, added where the name lies. At
    most 120 characters and 240 bytes of UTF-8.
    """
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(
        " " if sign.isspace() else sign
        for sign in base
        if sign in "\t\n" or unicodedata.category(sign) not in _INVISIBLE
    )
    base = re.sub(r"\s+", " ", _AWKWARD.sub("_", base)).rstrip(" .")
    suffix = _extension(base)
    if suffix in _EXTENSIONS.get(found.mime, (found.extension,)):
        base = base[: -len(suffix) - 1]
    else:
        suffix = found.extension
    base = _shortened(base, suffix) or "berkas"
    if _RESERVED.match(base):
        base = f"_{base}"
    return f"{base}.{suffix}"


def _shortened(base: str, suffix: str) -> str:
    base = base.strip(" .-")[: MAX_NAME_CHARS - len(suffix) - 2]
    room = MAX_NAME_BYTES - len(suffix) - 2
    return base.encode()[:room].decode(errors="ignore").strip(" .-")


def _extension(name: str) -> str:
    """What a name claims to be, in small letters; `No. 5` and `v1.2` claim nothing."""
    found = _EXTENSION.search(name)
    return found[1].casefold() if found else ""


def _kind(mime: str) -> FileKind:
    if mime == "image/svg+xml":
        return FileKind.OTHER
    family = mime.split("/")[0]
    if family in (FileKind.IMAGE, FileKind.VIDEO, FileKind.AUDIO):
        return FileKind(family)
    if mime.startswith(_DOCUMENTS):
        return FileKind.DOCUMENT
    return FileKind.ARCHIVE if mime.startswith(_ARCHIVES) else FileKind.OTHER


def _mime(head: bytes, file: IO[bytes] | None) -> str:
    if head.startswith(b"PK\x03\x04"):
        return _zip_mime(file) if file is not None else "application/zip"
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head[4:8] == b"ftyp" and (still := _still_image(head)):
        return still
    guess = filetype.guess_mime(head)
    if head.startswith(_OLE):
        return guess if guess and guess.startswith("application/") else "application/x-ole-storage"
    if guess:
        return str(guess)
    return _text_mime(head)


def _still_image(head: bytes) -> str | None:
    """Photos share their container with films; the brands tell them apart."""
    length = int.from_bytes(head[:4], "big")
    brands = {head[8:12]} | {head[at : at + 4] for at in range(16, min(length, len(head)), 4)}
    if brands & _AVIF_BRANDS:
        return "image/avif"
    return "image/heic" if brands & _HEIF_BRANDS else None


def _zip_mime(file: IO[bytes]) -> str:
    names = entry_names(file)
    if "[Content_Types].xml" in names:
        for folder, (kind, with_macros) in _OFFICE_FOLDERS.items():
            if any(name.startswith(folder) for name in names):
                macros = any(name.endswith("vbaProject.bin") for name in names)
                return with_macros if macros else _OFFICE + kind
    if "mimetype" in names:
        declared = read_entry(file, "mimetype", 100).decode("ascii", errors="replace").strip()
        if declared in _EXTENSIONS:
            return declared
    return "application/zip"


def _text_mime(head: bytes) -> str:
    """Text of any kind: no NUL, few control characters, markup told by its tags."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", errors="replace").encode()
    else:
        text = head
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in text)
    if not text or controls * 100 > len(text) or b"\0" in text:
        return _UNKNOWN
    if b"<svg" in text.lower():
        return "image/svg+xml"
    if _MARKUP.search(text):
        return "text/html"
    return "text/xml" if text.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") else "text/plain"
