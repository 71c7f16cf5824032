"""Strips documents, each in a process of its own within bounds: `kernel.workshop` asks for it.

Loading the libraries takes longer than most documents, so one process loads them, and forks for
each document. It ends with whoever started it, or when nothing came for a while.
"""

from __future__ import annotations

import io
import os
import resource
import signal
import socket
import sys
from contextlib import suppress

from hubung.kernel import office, pdf
from hubung.kernel.stripping import CannotStripError, MetadataProblem

#: What a document of the largest size that is taken needs, and some; a bomb needs more.
MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 40
#: By the clock, on a machine that has other things to do.
SECONDS = 60
#: A stripped document is hardly larger than the one that came.
OUTPUT_BYTES = 256 * 1024 * 1024
#: As long as that, what was loaded is kept for the next document.
IDLE_SECONDS = 10
#: A media type is shorter.
REQUEST_BYTES = 256


def serve(requests: socket.socket) -> None:
    """Work off requests until nobody asks any more.

    A request is a packet with a media type and three descriptors: the document, an empty file for
    the stripped one, and the writing end of a pipe. That says `begun`, and at the end `removed`
    with the names of what was removed, `problem` with a `MetadataProblem`, or `errno` with a
    number; nothing more when the process was stopped.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    requests.settimeout(IDLE_SECONDS)
    while True:
        try:
            mime, descriptors, _flags, _address = socket.recv_fds(requests, REQUEST_BYTES, 3)
        except TimeoutError:
            return
        if not mime:
            return
        if os.fork() == 0:
            requests.close()
            _work(mime.decode(), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _work(mime: str, document: int, stripped: int, told: int) -> None:
    """One document; does not return."""
    try:
        os.write(told, b"begun")
        signal.alarm(SECONDS)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with suppress(BrokenPipeError):
            os.write(told, _strip(mime, document, stripped).encode())
    finally:
        os._exit(0)


def _strip(mime: str, document: int, stripped: int) -> str:
    result = io.BytesIO()
    strip = pdf.strip if mime == "application/pdf" else office.strip
    try:
        with open(document, "rb") as source:
            removed = strip(io.BytesIO(source.read()), result)
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
    serve(socket.socket(fileno=sys.stdin.fileno()))
