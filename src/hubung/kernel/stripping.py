"""What every stripper of metadata says: the strippers know one family of files each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

#: Writes the content of a seekable file without its metadata to another one (readable as well);
#: returns the names of what was removed. Raises CannotStripError.
Stripper = Callable[[IO[bytes], IO[bytes]], list[str]]


class MetadataProblem(StrEnum):
    """Why metadata could not be removed; the file may still tell who made it, and where."""

    UNSUPPORTED = "unsupported"
    CORRUPT = "corrupt"
    ENCRYPTED = "encrypted"
    TOO_MUCH = "too_much"


@dataclass(frozen=True, slots=True)
class Stripped:
    """A file without its metadata, or the reason why there is none.

    `file` is a temporary file at its start, to be closed by the caller; `removed` names what was
    found. With a `problem` there is no file: keep the original out of sight instead.
    """

    file: IO[bytes] | None
    removed: tuple[str, ...] = ()
    problem: MetadataProblem | None = None


class CannotStripError(Exception):
    """A stripper gives up, for this reason."""

    def __init__(self, problem: MetadataProblem = MetadataProblem.CORRUPT) -> None:
        super().__init__(str(problem))
        self.problem = problem
