"""From where something is done: the request that is being answered, else this machine."""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

_request: ContextVar[HttpRequest | None] = ContextVar("audit_request", default=None)


@dataclass(frozen=True)
class Where:
    """`address`: IP, or account@machine; `session`: a mark that tells one session from another."""

    address: str = ""
    session: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Where:
        session = getattr(request, "session", None)
        key = getattr(session, "session_key", None)
        return cls(request.META.get("REMOTE_ADDR", ""), mark_of(key) if key else "")


def here() -> Where:
    """Of the request that is being answered; else of the command or the worker that runs."""
    request = _request.get()
    return Where.of(request) if request is not None else Where(_machine())


def mark_of(value: str) -> str:
    """Recognises a thing without giving it away: keyed, 12 hexadecimal digits."""
    return salted_hmac("hubung.audit.where", value, algorithm="sha256").hexdigest()[:12]


@cache
def _machine() -> str:
    try:
        account = getpass.getuser()
    except (KeyError, OSError):  # a container may have numbers only
        account = str(os.getuid())
    return f"{account}@{socket.gethostname()}"[:100]


@contextmanager
def during(request: HttpRequest) -> Iterator[None]:
    """While this request is answered, `here()` means it."""
    before = _request.set(request)
    try:
        yield
    finally:
        _request.reset(before)
