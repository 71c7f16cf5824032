"""From where something is done: the request that is being answered, else this machine."""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

_request: ContextVar[HttpRequest | None] = ContextVar("audit_request", default=None)

Handler = Callable[[HttpRequest], Any]


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


class Surroundings:
    """Middleware: lets `here()` know the request, on both sides of Django."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self.is_async:
            return self._asynchronous(request)
        before = _request.set(request)
        try:
            response: HttpResponseBase = self.get_response(request)
        finally:
            _request.reset(before)
        return response

    async def _asynchronous(self, request: HttpRequest) -> HttpResponseBase:
        before = _request.set(request)
        try:
            response: HttpResponseBase = await self.get_response(request)
        finally:
            _request.reset(before)
        return response
