"""Public pages that are the same for everybody are made once for each version of the portal.

The same means: the same address, language and theme, for a reader without a session. Whoever has
one gets the page made for them. What the clock changes (an announcement that ends) is at most a
minute late. A page is compressed once, too, as it is made: it holds nothing secret that its length
could tell.
"""

from __future__ import annotations

import gzip
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from hubung.portal import answers
from hubung.portal.content import versions
from hubung.ui.context import theme_of

KEPT_SECONDS = 60.0
KEPT_PAGES = 500
View = Callable[..., HttpResponseBase]
#: How long this process takes a version for the present one without asking.
_TRUSTED_SECONDS = 1.0
#: How long nginx in front may keep it (`project.front`); no shorter time can be said.
_IN_FRONT_SECONDS = "1"
#: Compressed harder, a page is hardly smaller.
_LEVEL = 6


@dataclass(frozen=True)
class _Page:
    """As it was made, at a moment of the monotonic clock."""

    at: float
    content: bytes
    kind: str

    @cached_property
    def etag(self) -> str:
        return answers.tag(self.content)

    @cached_property
    def packed(self) -> bytes:
        return gzip.compress(self.content, _LEVEL, mtime=0)


_Key = tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """That an answer is a page kept here."""

    key: _Key
    page: _Page


_pages: OrderedDict[_Key, _Page] = OrderedDict()
#: One for each page that is being made.
_makers: WeakValueDictionary[_Key, Lock] = WeakValueDictionary()
_version: tuple[float, str] = (float("-inf"), "")


def public(view: View) -> View:
    """A page whose content is the same for all who read its language."""

    @wraps(view)
    def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = _key(request)
        if key is None:
            return answers.for_each(view(request, *args, **kwargs))
        if (kept := _kept(key)) is not None:
            return _answer(request, Kept(key, kept))
        # After a publication many ask for the same page at once: one makes it, the others wait.
        with _makers.setdefault(key, Lock()):
            if (kept := _kept(key)) is not None:
                return _answer(request, Kept(key, kept))
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.streaming or response.cookies:
                return answers.for_each(response)
            made = _Page(time.monotonic(), response.getvalue(), response.headers["Content-Type"])
            _pages[key] = made
            while len(_pages) > KEPT_PAGES:
                _pages.popitem(last=False)
        return _answer(request, Kept(key, made))

    return serve


def kept_as(response: HttpResponseBase) -> Kept | None:
    """What a response is an answer with; None for one that is not everybody's."""
    return getattr(response, "kept", None)


def holds(kept: Kept) -> bool:
    """Whether that would be the answer now, too. Asks nobody: False when it would have to."""
    version, *_rest = kept.key
    asked_at, present = _version
    now = time.monotonic()
    return (
        _pages.get(kept.key) is kept.page
        and now - kept.page.at < KEPT_SECONDS
        and now - asked_at <= _TRUSTED_SECONDS
        and version == present
    )


def forget() -> None:
    """As if nothing had been served yet."""
    global _version
    _pages.clear()
    _version = (float("-inf"), "")


def _key(request: HttpRequest) -> _Key | None:
    """What tells pages apart; None for whoever has one of their own."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES or getattr(request, "is_dummy", False):
        return None
    try:
        version = _present_version()
    except DatabaseError:
        return None
    host = f"{request.scheme}://{request.get_host()}"
    return (version, host, request.get_full_path(), get_language() or "", theme_of(request))


def _kept(key: _Key) -> _Page | None:
    found = _pages.get(key)
    return found if found is not None and time.monotonic() - found.at < KEPT_SECONDS else None


def _present_version() -> str:
    global _version
    asked_at, known = _version
    if time.monotonic() - asked_at > _TRUSTED_SECONDS:
        known = versions.current()
        _version = (time.monotonic(), known)
    return known


def _answer(request: HttpRequest, kept: Kept) -> HttpResponseBase:
    page = kept.page
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(page.packed if packs else page.content, content_type=page.kind)
    etag = page.etag
    if packs:
        response.headers["Content-Encoding"] = "gzip"
        etag = f'{etag[:-1]}-gz"'
    answer = answers.page(request, response, keep=answers.ASKED_AGAIN_BY_EACH, etag=etag)
    patch_vary_headers(answer, ("Accept-Encoding",))
    answer.headers["X-Accel-Expires"] = _IN_FRONT_SECONDS
    answer.kept = kept  # type: ignore[attr-defined]
    return answer
