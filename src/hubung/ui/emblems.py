"""The emblem of a ministry: files of the installation, shown as pictures and never run."""

from __future__ import annotations

from pathlib import Path

LARGEST = 20_000
#: Of the PNG for telephones: its least edge in pixels, and its bytes.
ICON_EDGE, ICON_LARGEST = 512, 1_000_000
_PNG = b"\x89PNG\r\n\x1a\n"


def checked(path: str) -> str:
    """The path of a fitting file, or "". Raises ValueError that says why not."""
    if not path:
        return ""
    try:
        drawn = Path(path).read_bytes()
    except OSError as error:
        raise ValueError(f"{path} can't be read ({error.strerror})") from error
    if len(drawn) > LARGEST:
        raise ValueError(
            f"{path} has {len(drawn)} bytes; every page shows it, so {LARGEST} are the most"
        )
    if b"<svg" not in drawn[:2000]:
        raise ValueError(f"{path} is no SVG picture")
    return path


def checked_icon(path: str) -> str:
    """The path of a fitting PNG, or "". Raises ValueError that says why not."""
    if not path:
        return ""
    try:
        drawn = Path(path).read_bytes()
    except OSError as error:
        raise ValueError(f"{path} can't be read ({error.strerror})") from error
    if not drawn.startswith(_PNG) or len(drawn) > ICON_LARGEST:
        raise ValueError(f"{path} is no PNG picture of at most {ICON_LARGEST} bytes")
    # The first thing in each PNG is its size.
    width, height = (int.from_bytes(drawn[at : at + 4]) for at in (16, 20))
    if width != height or width < ICON_EDGE:
        raise ValueError(
            f"{path} is {width} × {height} pixels; it must be square, with {ICON_EDGE} at least"
        )
    return path
