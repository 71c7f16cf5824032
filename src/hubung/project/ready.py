"""Public pages as they went over the line once, for whoever asks in the very same words.

`portal.content.caching` keeps the pages that are the same for everybody. Here is kept what became
of one on its whole way out (headers, compressed, 304 for those who have it), so that
the next visitor without a session waits for neither middleware nor thread. Nothing comes out that
would not come out of there at this moment.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hubung.portal.content import caching
from hubung.project.middleware import REQUEST_ID, log_request

KEPT_ANSWERS = 500
#: Beside the address, everything in a request that an answer to it may depend on.
_TELLING = {
    b"host",
    b"cookie",
    b"authorization",
    b"accept-language",
    b"accept-encoding",
    b"if-none-match",
    b"if-modified-since",
}
#: With a body it is no question for a page.
_BODY = {b"content-length", b"transfer-encoding"}
#: Nobody fills the memory with words of their own.
_LONGEST = 1000
_Key = tuple[Any, ...]


@dataclass(frozen=True)
class Answer:
    """`headers` lack the id, which each request has of its own."""

    page: caching.Kept
    route: str
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    async def send(self, send: Callable[[Any], Awaitable[None]]) -> None:
        """As ASGI sends it, and logged as any other."""
        began, own_id = time.perf_counter(), secrets.token_hex(8)
        headers = [*self.headers, (REQUEST_ID.encode(), own_id.encode())]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})
        log_request("GET", self.route, self.status, began, request_id=own_id)


_answers: OrderedDict[_Key, Answer] = OrderedDict()


def find(scope: Mapping[str, Any]) -> Answer | None:
    """The answer to a request (ASGI's scope), if one is ready and still holds."""
    key = _key(scope)
    found = None if key is None else _answers.get(key)
    return found if found is not None and caching.holds(found.page) else None


def keep(request: HttpRequest, scope: Mapping[str, Any], response: HttpResponseBase) -> None:
    """Remember an answer that has passed everything, if it is the same for everybody."""
    page = caching.kept_as(response)
    key = _key(scope)
    if page is None or key is None or not isinstance(response, HttpResponse):
        return
    # Whatever a middleware gave this visitor is theirs alone.
    if response.cookies or request.resolver_match is None:
        return
    headers = [
        (name.encode("ascii"), value.encode("latin1"))
        for name, value in response.items()
        if name != REQUEST_ID
    ]
    route = str(request.resolver_match.route)
    _answers[key] = Answer(page, route, response.status_code, headers, response.content)
    _answers.move_to_end(key)
    while len(_answers) > KEPT_ANSWERS:
        _answers.popitem(last=False)


def _key(scope: Mapping[str, Any]) -> _Key | None:
    """What tells questions apart; None for one that is always asked anew."""
    if scope["method"] != "GET":
        return None
    told = [header for header in scope["headers"] if header[0] in _TELLING]
    if any(name in _BODY for name, _value in scope["headers"]):
        return None
    key = (scope["scheme"], scope["path"], scope["query_string"], *map(tuple, told))
    return key if sum(len(value) for _name, value in told) + len(key[1]) <= _LONGEST else None
