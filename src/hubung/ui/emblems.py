"""The emblem of a ministry: an SVG file of the installation, shown as a picture and never run."""

from __future__ import annotations

from pathlib import Path

LARGEST = 20_000


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
