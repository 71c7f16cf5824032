"""How public pages and files are answered: their headers, and 304 where the asker has them already.

What is closed or taken back today must not come out of yesterday's copy: unless a caller knows that
something holds longer, it may be kept, but is asked for again each time it is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

ASKED_AGAIN = "public, no-cache"
ASKED_AGAIN_BY_EACH = "private, no-cache"
AN_HOUR = "public, max-age=3600"
FOR_GOOD = "public, max-age=31536000, immutable"


def tag(content: bytes) -> str:
    """The same for the same content."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def page(
    request: HttpRequest, response: HttpResponse, keep: str = ASKED_AGAIN, etag: str = ""
) -> HttpResponseBase:
    """For a page, which speaks the reader's language and wears their theme."""
    for_each(response)
    response.headers["Cache-Control"] = keep
    return _unless_known(request, response, etag or tag(response.content))


def for_each(response: HttpResponseBase) -> HttpResponseBase:
    """A page of a reader's own: their browser may keep it for the way back."""
    response.headers.setdefault("Cache-Control", ASKED_AGAIN_BY_EACH)
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return response


def file(
    request: HttpRequest,
    content: bytes | Callable[[], bytes],
    kind: str,
    name: str = "",
    *,
    keep: str = ASKED_AGAIN,
    etag: str = "",
) -> HttpResponseBase:
    """For a feed or a table, the same for all; other programs may read it from their pages.

    With an `etag`, `content` may be a function: it is asked for by those who lack it only.
    """
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    made = HttpResponse(b"" if callable(content) else content, content_type=kind + charset)
    made.headers["Cache-Control"] = keep
    response = _unless_known(request, made, etag or tag(made.content))
    if response is made and callable(content):
        made.content = content()
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _unless_known(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    answer = get_conditional_response(request, etag, None, response)
    return answer if isinstance(answer, HttpResponseBase) else response
