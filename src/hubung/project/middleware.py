"""What surrounds every request: static files, an id for the log, security headers, refusals.

Each works on both sides of Django, so that a page served asynchronously stays so.
"""

from __future__ import annotations

import logging
import secrets
import time
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any

import structlog
from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from csp.constants import SELF
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

from hubung.audit.where import during
from hubung.kernel.middleware import BothWays, Handler
from hubung.ui import errors

log = logging.getLogger(__name__)

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
QUIET = ("/healthz", "/readyz")
REQUEST_ID = "X-Request-ID"
#: The report page may ask where the event took place; nothing else of the device is of use.
PERMISSIONS = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"
WITH_MICROPHONE = PERMISSIONS.replace("microphone=()", "microphone=(self)")
#: What browsers say of a frame that a page of the same site opened.
FRAMED_BY = ("same-origin",)
#: What holds for an answer that does not say otherwise. No other site loads anything of ours, and
#: nobody keeps a page unless it says that it is the same for all.
DEFAULTS = {
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store, private",
}


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # WhiteNoise has no types
    """WhiteNoise, which knows synchronous Django only, for both."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Handler) -> None:
        super().__init__(get_response)
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        file = (
            self.find_file(request.path_info)
            if self.autorefresh
            else self.files.get(request.path_info)
        )
        if file is None:
            return self.get_response(request)
        response = self.serve(file, request)
        return _ready(response) if self.is_async else response

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        """The file whole: these are small, and an iterator would need a thread for each part."""
        found = static_file.get_response(request.method, request.META)
        content = b""
        if found.file is not None:
            with found.file as file:
                content = file.read()
        response = HttpResponse(content, status=int(found.status))
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        return response


def log_request(method: str, route: str, status: int, began: float, **more: str) -> None:
    """How a request went; it began at a moment of `time.perf_counter`."""
    ms = round((time.perf_counter() - began) * 1000, 1)
    log.info(
        "request", extra={"method": method, "route": route, "status": status, "ms": ms, **more}
    )


class Surroundings(BothWays):
    """Gives each request an id, logs how it went (by route, not by path), adds headers.

    Meanwhile the access log knows where it comes from.
    """

    def around(self, request: HttpRequest) -> AbstractContextManager[None]:
        return during(request)

    def before(self, request: HttpRequest) -> None:
        structlog.contextvars.clear_contextvars()
        request.id = secrets.token_hex(8)  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(request_id=request.id)  # type: ignore[attr-defined]
        request.began = time.perf_counter()  # type: ignore[attr-defined]

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response[REQUEST_ID] = request.id  # type: ignore[attr-defined]
        for name, value in DEFAULTS.items():
            response.headers.setdefault(name, value)
        match = request.resolver_match
        if request.path not in QUIET:
            # A method is any word that a visitor likes.
            method = request.method if request.method in METHODS else "other"
            began = request.began  # type: ignore[attr-defined]
            log_request(method, match.route if match else "", response.status_code, began)
        return response


class Telephone(BothWays):
    """Pages with a telephone may use the microphone, and a page of the desk may open below another.

    The latter is asked for by a page of ours alone, as the browser itself says: a page that holds a
    call stays, and what follows it opens in a frame. Everybody else gets no frame of anything.
    """

    DESK = "/desk/"
    PAGES = (DESK, "/akun/", "/hubungi/")

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(self.PAGES):
            response["Permissions-Policy"] = WITH_MICROPHONE
        sent = request.headers
        framed = sent.get("Sec-Fetch-Dest") == "iframe" and sent.get("Sec-Fetch-Site") in FRAMED_BY
        if framed and request.path.startswith(self.DESK):
            response["X-Frame-Options"] = "SAMEORIGIN"
            response._csp_update = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]
        return response


class Refusals(BothWays):
    """Answers requests whose body was refused, and says in words that a method is none."""

    def before(self, request: HttpRequest) -> HttpResponseBase | None:
        refused = getattr(request, "refused", None)
        return errors.page(request, refused) if refused else None

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.getvalue():
            return response
        told = errors.page(request, HTTPStatus.METHOD_NOT_ALLOWED)
        told["Allow"] = response["Allow"]
        return told


async def _ready(response: HttpResponse) -> HttpResponse:
    return response
