"""Strips documents, each in a process of its own within bounds: `kernel.workshop` asks for it.

Loading the libraries takes longer than most documents, so one process for each family of documents
loads them, and forks. Its next child is ready before the next document comes. It ends with whoever
started it, or when nothing came for a while.
"""

from __future__ import annotations

import gc
import io
import os
import resource
import signal
import socket
import sys
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
#: What is in the packet besides its descriptors.
REQUEST_BYTES = 1


def serve(requests: socket.socket, family: str) -> None:
    """Work off requests until nobody asks any more.

    A request is a packet with three descriptors: the document, an empty file for the stripped one,
    and the writing end of a pipe. That says `begun`, and at the end `removed` with the names of
    what was removed, `problem` with a `MetadataProblem`, or `errno` with a number, and the end of
    the line; nothing more when the process was stopped.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    requests.settimeout(IDLE_SECONDS)
    strip = _stripper(family)
    gc.freeze()  # a collection in a child would copy what all of them share
    while True:
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.close(reading)
            _wait(requests, writing, strip)
        os.close(writing)
        taken = os.read(reading, 1)
        os.close(reading)
        if not taken:
            return


def _stripper(family: str) -> Stripper:
    """Loads what it needs, and nothing else: a small process is forked the quicker."""
    if family == "pdf":
        from hubung.kernel import pdf

        return pdf.strip
    from hubung.kernel import office

    return office.strip


def _wait(requests: socket.socket, taken: int, strip: Stripper) -> None:
    """One document, as soon as it comes; does not return."""
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            said, descriptors, _flags, _address = socket.recv_fds(requests, REQUEST_BYTES, 3)
        except TimeoutError:
            return
        if not said:
            return
        signal.alarm(SECONDS)
        os.write(taken, b"1")
        requests.close()
        _work(strip, *descriptors)
    finally:
        os._exit(0)


def _work(strip: Stripper, document: int, stripped: int, told: int) -> None:
    with suppress(BrokenPipeError):
        os.write(told, b"begun")
        os.write(told, _strip(strip, document, stripped).encode() + b"\n")


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
