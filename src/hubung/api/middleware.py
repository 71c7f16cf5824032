"""What holds for every address under `/api/`, also for those that lead nowhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from hubung.api import problems

_WITHOUT_COOKIES = ("/api/v1", "/scim/v2")

Handler = Callable[[HttpRequest], Any]


class ApiDoor:
    """No cookie opens the API, every error is a problem document, and nothing is cached.

    Without cookies a foreign page cannot make a visitor's browser act here, so no operation needs
    a CSRF token.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if request.path_info.startswith(_WITHOUT_COOKIES):
            request.COOKIES = {}
            request.META.pop("HTTP_COOKIE", None)
        inside = request.path_info == "/api" or request.path_info.startswith("/api/")
        if not inside:
            response: HttpResponseBase | Awaitable[HttpResponseBase] = self.get_response(request)
            return response
        asked = request.method
        if asked == "HEAD":
            # Answered as GET; the server leaves the body out.
            request.method = "GET"
        if self.is_async:
            return self._asynchronous(request, asked)
        return _finish(request, asked, self.get_response(request))

    async def _asynchronous(self, request: HttpRequest, asked: str | None) -> HttpResponseBase:
        return _finish(request, asked, await self.get_response(request))


def _finish(
    request: HttpRequest, asked: str | None, response: HttpResponseBase
) -> HttpResponseBase:
    request.method = asked
    is_problem = response.headers.get("Content-Type", "") == problems.MEDIA_TYPE
    if response.status_code >= 400 and isinstance(response, HttpResponse) and not is_problem:
        with translation.override(translation.get_language_from_request(request)):
            problems.restate(request, response)
    response.headers.setdefault("Cache-Control", "no-store, private")
    return response
