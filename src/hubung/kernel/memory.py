"""Memory that was freed goes back to the machine."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Return what is free: after a batch of large mails the C library keeps it, for each thread.

    Without effect where that library is not glibc.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
