"""The editors' room, `/kelola/`: its own table of addresses, loaded when somebody comes there.

Whoever never edits never loads Wagtail's pages, and the commands and the other processes don't.
"""

from __future__ import annotations

from typing import TypeGuard

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hubung.kernel.middleware import BothWays
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


class EditorsRoom(BothWays):
    """Gives `/kelola/` its addresses and its content policy."""

    def before(self, request: HttpRequest) -> None:
        if request.path.startswith(ROOM):
            request.urlconf = ADDRESSES

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not request.path.startswith(ROOM):
            return response
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
