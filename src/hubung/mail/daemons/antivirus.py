"""Whether ClamAV's clamd is there to look for malware."""

from __future__ import annotations

import contextlib
import socket

_SECONDS = 5.0


def trouble(where: str) -> str:
    """Why it does not answer at a socket's path or host:port; empty: it does."""
    try:
        with contextlib.closing(_connect(where)) as connection:
            connection.settimeout(_SECONDS)
            connection.sendall(b"zPING\0")
            answer = connection.recv(64)
    except OSError as error:
        return f"ClamAV does not answer at {where} ({error.strerror or error})."
    return "" if answer.rstrip(b"\0\n") == b"PONG" else f"What listens at {where} is no clamd."


def _connect(where: str) -> socket.socket:
    if not where.startswith("/"):
        host, _, port = where.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=_SECONDS)
    made = socket.socket(socket.AF_UNIX)
    try:
        made.settimeout(_SECONDS)
        made.connect(where)
    except OSError:
        made.close()
        raise
    return made
