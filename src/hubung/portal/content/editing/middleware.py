"""The editors' room, `/kelola/`: its own table of addresses, loaded when somebody comes there.

Whoever never edits never loads Wagtail's pages, and the commands and the other processes don't.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeGuard

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hubung.portal.content.editing import scripts

ROOM = "/kelola/"
ADDRESSES = "hubung.project.editing"
#: The preview is a frame of our own, and Draft.js sets styles on what it draws. Scripts stay ours,
#: and besides those that `scripts` knows.
POLICY: dict[str, list[str]] = {
    "frame-ancestors": [SELF],
    "frame-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
}


class EditorsRoom:
    """Gives `/kelola/` its addresses and its content policy."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if not request.path.startswith(ROOM):
            response: HttpResponseBase | Awaitable[HttpResponseBase] = self.get_response(request)
            return response
        request.urlconf = ADDRESSES
        if self.is_async:
            return self._asynchronous(request)
        return _as_a_room(self.get_response(request))

    async def _asynchronous(self, request: HttpRequest) -> HttpResponseBase:
        return _as_a_room(await self.get_response(request))


def _as_a_room(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Frame-Options"] = "SAMEORIGIN"
    # A preview is the answer of the page itself, with the policy of public pages.
    del response["Content-Security-Policy"]
    policy = dict(POLICY)
    starting = scripts.hashes(response.content.decode()) if _is_page(response) else []
    if starting:
        policy["script-src"] = [SELF, *starting]
    response._csp_replace = policy  # type: ignore[attr-defined]
    return response


def _is_page(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    return isinstance(response, HttpResponse) and "text/html" in response["Content-Type"]
