"""Strips documents in processes of their own within bounds: `kernel.workshop` asks for it.

Loading the libraries takes longer than most documents, and so does a fork. So one process for each
family of documents loads them and forks a few that work off one document after the other, until
one of those goes wrong, or they have had many. All end with whoever started them, or when nothing
came for a while.
"""

from __future__ import annotations

import gc
import io
import mmap
import os
import resource
import signal
import socket
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

from hubung.kernel.stripping import CannotStripError, MetadataProblem, Stripper

#: What a document of the largest size that is taken needs, and some; a bomb needs more.
MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 40
#: By the clock, on a machine that has other things to do.
SECONDS = 60
#: A stripped document is hardly larger than the one that came.
OUTPUT_BYTES = 256 * 1024 * 1024
#: As long as that, what was loaded is kept for the next document.
IDLE_SECONDS = 10
#: So many work at once.
HANDS = 3
#: After so many documents, or when it has grown so large, another process takes over.
WORN_DOCUMENTS = 50
WORN_BYTES = 128 * 1024 * 1024
#: What is in the packet besides its descriptors.
REQUEST_BYTES = 1
#: A child's exit code: the other end of the socket is closed.
NOBODY_ASKS = 3
#: When, and whether at work.
_MOMENT = struct.Struct("d?")


def serve(requests: socket.socket, family: str) -> None:
    """Work off requests until nobody asks any more.

    A request is a packet with three descriptors: the document, an empty file for the stripped one,
    and the writing end of a pipe. That says `begun`, and at the end `removed` with the names of
    what was removed, `problem` with a `MetadataProblem`, or `errno` with a number, and the end of
    the line; nothing more when the process was stopped.
    """
    strip = _stripper(family)
    gc.freeze()  # a collection in a child would copy what all of them share
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    places = [Place() for _ in range(HANDS)]
    hands = {_fork(requests, place, strip): place for place in places}
    while any(place.is_wanted for place in places):
        signal.sigtimedwait({signal.SIGCHLD}, IDLE_SECONDS)
        for child, code in _ended():
            place = hands.pop(child)
            if code == NOBODY_ASKS:
                return
            hands[_fork(requests, place, strip)] = place
    # What is in the socket already is worked off; whoever asks now starts another one of these.
    requests.shutdown(socket.SHUT_RDWR)


class Place:
    """Where a child tells the others what it is at: memory that outlives the fork."""

    def __init__(self) -> None:
        self._moment = mmap.mmap(-1, _MOMENT.size)
        self.rest()

    def work(self) -> None:
        _MOMENT.pack_into(self._moment, 0, time.monotonic(), True)

    def rest(self) -> None:
        _MOMENT.pack_into(self._moment, 0, time.monotonic(), False)

    @property
    def is_wanted(self) -> bool:
        """Whether it works, or has not rested for long."""
        since, works = _MOMENT.unpack_from(self._moment)
        return bool(works) or time.monotonic() - since < IDLE_SECONDS


def _ended() -> Iterator[tuple[int, int]]:
    """Children that have ended, and their exit codes."""
    with suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            yield found[0], os.waitstatus_to_exitcode(found[1])


def _fork(requests: socket.socket, place: Place, strip: Stripper) -> int:
    place.rest()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = _work_off(requests, place, strip)
        finally:
            os._exit(code)
    return child


def _stripper(family: str) -> Stripper:
    """Loads what it needs, and nothing else: a small process is forked the quicker."""
    if family == "pdf":
        from hubung.kernel import pdf

        return pdf.strip
    from hubung.kernel import office

    return office.strip


def _work_off(requests: socket.socket, place: Place, strip: Stripper) -> int:
    """Document after document, until one went wrong or this process is worn; its exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for _document in range(WORN_DOCUMENTS):
        said, descriptors, _flags, _address = socket.recv_fds(requests, REQUEST_BYTES, 3)
        if not said:
            return NOBODY_ASKS
        place.work()
        _bound()
        went_well = _work(strip, *descriptors)
        signal.alarm(0)
        place.rest()
        if not went_well or _size() > WORN_BYTES:
            break
    return 0


def _bound() -> None:
    """This document may take so long; those before it count no more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    signal.alarm(SECONDS)


def _size() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _work(strip: Stripper, document: int, stripped: int, told: int) -> bool:
    """Whether it went well: what fell over one document does not touch the next."""
    with open(told, "wb", buffering=0) as answer, suppress(BrokenPipeError):
        answer.write(b"begun")
        outcome = _strip(strip, document, stripped)
        answer.write(outcome.encode() + b"\n")
        return outcome.startswith(" removed")
    return False


def _strip(strip: Stripper, document: int, stripped: int) -> str:
    result = io.BytesIO()
    try:
        with open(document, "rb") as source:
            removed = strip(source, result)
        with open(stripped, "wb") as target:
            target.write(result.getbuffer())
    except CannotStripError as error:
        return f" problem {error.problem}"
    except MemoryError:
        return f" problem {MetadataProblem.TOO_MUCH}"
    except OSError as error:
        return f" errno {error.errno}"
    return " ".join([" removed", *removed])


if __name__ == "__main__":
    serve(socket.socket(fileno=sys.stdin.fileno()), sys.argv[1])
