"""Ways to take something from the phone program that it needs, from outside of it."""

from __future__ import annotations

import ctypes
import os
import socket
from pathlib import Path

_PIDFD_GETFD = 438
_ESTABLISHED = "01"


def cut(pid: int, port: int) -> int:
    """End every connection of a process of ours to a port of this machine, as a dead network does
    in the end; returns how many there were."""
    theirs = _connections_to(port)
    cuts = 0
    held = os.pidfd_open(pid)
    try:
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            try:
                name = os.readlink(entry)
            except FileNotFoundError:
                continue
            if name.removeprefix("socket:[").removesuffix("]") in theirs:
                with socket.socket(fileno=_copy(held, int(entry.name))) as same:
                    same.shutdown(socket.SHUT_RDWR)
                cuts += 1
    finally:
        os.close(held)
    return cuts


def _copy(process: int, descriptor: int) -> int:
    """A descriptor of another process as one of ours (pidfd_getfd(2))."""
    libc = ctypes.CDLL(None, use_errno=True)
    copied: int = libc.syscall(_PIDFD_GETFD, process, descriptor, 0)
    if copied < 0:
        raise OSError(ctypes.get_errno(), "pidfd_getfd")
    return copied


def _connections_to(port: int) -> set[str]:
    """The inodes of sockets that are connected to this port."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {
        row[9] for row in rows if row[3] == _ESTABLISHED and int(row[2].split(":")[1], 16) == port
    }
