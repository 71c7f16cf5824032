"""Asks `process` to draw: each question in a process that may be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hubung.disclosure.redaction.places import Place

#: Seconds for a page or a search, and for the whole document.
SECONDS, SECONDS_TO_MAKE = 30, 300
#: Each may need more than a gigabyte, so only so many draw at once in one process of the program.
_AT_ONCE = threading.BoundedSemaphore(2)


class StudioError(Exception):
    """It cannot be drawn; `str()` is one of encrypted, corrupt, too_much."""


@dataclass(frozen=True)
class Result:
    """The new file, the pages whose words cannot be searched any more, and those where a word that
    was marked elsewhere stands still."""

    content: bytes
    without_text: list[int]
    elsewhere: list[int]


def look(document: bytes, media_type: str) -> list[tuple[float, float]]:
    """The size of each page in points. Raises StudioError."""
    said, _content = _ask(document, {"do": "look", "media_type": media_type})
    return [(width, height) for width, height in said["pages"]]


def draw(document: bytes, media_type: str, page: int) -> bytes:
    """A page as a WebP picture. Raises StudioError."""
    question = {"do": "draw", "media_type": media_type, "page": page}
    return _ask(document, question)[1]


def find(document: bytes, media_type: str, patterns: Sequence[str], words: str) -> list[Place]:
    """Where NIK, telephone numbers, mail addresses or words stand. Raises StudioError."""
    question = {
        "do": "find",
        "media_type": media_type,
        "patterns": list(patterns),
        "words": words,
    }
    said, _content = _ask(document, question)
    return [Place(**box) for box in said["boxes"]]


def make(document: bytes, media_type: str, places: Sequence[Place]) -> Result:
    """The document without what is in the places. Raises StudioError."""
    boxes = [vars(place) for place in places]
    question = {"do": "make", "media_type": media_type, "boxes": boxes}
    said, content = _ask(document, question, SECONDS_TO_MAKE)
    return Result(content, said["without_text"], said["elsewhere"])


def _ask(
    document: bytes, question: dict[str, Any], seconds: int = SECONDS
) -> tuple[dict[str, Any], bytes]:
    if not _AT_ONCE.acquire(timeout=2 * SECONDS):
        raise StudioError("too_much")
    try:
        done = subprocess.run(  # noqa: S603
            [
                sys.executable,
                "-I",
                "-m",
                "hubung.disclosure.redaction.process",
                json.dumps({**question, "seconds": seconds}),
            ],
            input=document,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Nothing secret of this process is in reach of what reads a file.
            env={"PATH": os.defpath, "TMPDIR": tempfile.gettempdir()},
            # By the clock, on a machine that has other things to do.
            timeout=seconds * 2,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise StudioError("too_much") from error
    finally:
        _AT_ONCE.release()
    line, _newline, content = done.stdout.partition(b"\n")
    if done.returncode or not line:
        # It was stopped for want of memory or time, or fell over the file.
        raise StudioError("too_much")
    said: dict[str, Any] = json.loads(line)
    if "problem" in said:
        raise StudioError(said["problem"])
    return said, content
