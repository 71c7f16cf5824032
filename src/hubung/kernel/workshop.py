"""Has documents stripped by `kernel.documents`, in processes that may be killed."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from typing import IO

from hubung.kernel.stripping import CannotStripError, MetadataProblem

#: Each may need a gigabyte, so only so many are stripped at once by one process of the program.
_AT_ONCE = threading.BoundedSemaphore(3)
#: How long to wait for a turn, in seconds; as long as a document may take.
_TURN_SECONDS = 60
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class Workshop:
    """The processes that strip documents of a family, started when asked and not there."""

    def __init__(self, family: str) -> None:
        self._family = family
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._requests: socket.socket | None = None

    def strip(self, document: IO[bytes], stripped: IO[bytes]) -> list[str]:
        """Write the stripped document; returns what was removed.

        Both are files with descriptors. Raises CannotStripError, and OSError for want of room.
        """
        if not _AT_ONCE.acquire(timeout=_TURN_SECONDS):
            raise CannotStripError(MetadataProblem.TOO_MUCH)
        try:
            descriptors = [document.fileno(), stripped.fileno()]
            # The process may end of itself, for want of work, in the very moment of a request.
            said = self._ask(descriptors) or self._ask(descriptors)
        finally:
            _AT_ONCE.release()
        return _removed(said)

    def _ask(self, descriptors: list[int]) -> list[str]:
        """What was said of it; nothing where nobody took it up."""
        reading, writing = os.pipe()
        requests = self._open()
        with open(reading, "rb") as answer:
            try:
                socket.send_fds(requests, [b"1"], [*descriptors, writing])
            except OSError:
                pass  # it is gone
            finally:
                os.close(writing)
            # Its memory may still be on the way back when it has said all.
            said = answer.readline().decode().split()
        if not said:
            self._forget(requests)
        return said

    def _open(self) -> socket.socket:
        with self._starting:
            if self._requests is None:
                ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                with theirs:
                    self._process = subprocess.Popen(  # noqa: S603
                        [sys.executable, "-I", "-m", "hubung.kernel.documents", self._family],
                        stdin=theirs.fileno(),
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                        # Nothing secret of this process is in reach of what reads a file.
                        env={"PATH": os.defpath, "TMPDIR": tempfile.gettempdir()},
                    )
                self._requests = ours
            return self._requests

    def _forget(self, requests: socket.socket) -> None:
        with self._starting:
            if self._requests is not requests:
                return  # another thread has started a new one
            requests.close()
            if self._process is not None:
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(1)
            self._requests = self._process = None


def _removed(said: list[str]) -> list[str]:
    match said:
        case ["begun", "removed", *names]:
            return names
        case ["begun", "problem", problem]:
            raise CannotStripError(MetadataProblem(problem))
        case ["begun", "errno", number] if int(number) in _NO_ROOM:
            raise OSError(int(number), os.strerror(int(number)))
    # It was stopped for want of memory or time, or fell over the file.
    raise CannotStripError(MetadataProblem.TOO_MUCH)


_workshops: dict[str, Workshop] = {}


def _begin_anew() -> None:
    _workshops.update((family, Workshop(family)) for family in ("pdf", "office"))


_begin_anew()
# What forks has its own: an answer is for the one who asked.
os.register_at_fork(after_in_child=_begin_anew)


def strip_document(document: IO[bytes], stripped: IO[bytes], mime: str) -> list[str]:
    """See `Workshop.strip`."""
    family = "pdf" if mime == "application/pdf" else "office"
    return _workshops[family].strip(document, stripped)
