"""How public agendas are answered: kept by caches, and asked for again each time they are shown.

What is closed today must not be shown from yesterday's copy, so nothing may be used without asking
us; unchanged, the answer is 304 and has no body.
"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers


def page(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """For a page, which speaks the reader's language and wears their theme."""
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return _kept(request, response)


def file(request: HttpRequest, content: bytes, kind: str, name: str = "") -> HttpResponseBase:
    """For a feed or a table, the same for all; other programs may read it from their pages."""
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _kept(request, response)


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["Cache-Control"] = "public, no-cache"
    response["ETag"] = etag
    answer = get_conditional_response(request, etag, None, response)
    return answer if isinstance(answer, HttpResponseBase) else response
