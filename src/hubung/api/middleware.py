"""What holds for every address under `/api/`, also for those that lead nowhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from hubung.api import problems
from hubung.kernel.middleware import BothWays

_WITHOUT_COOKIES = ("/api/v1", "/scim/v2")


class ApiDoor(BothWays):
    """No cookie opens the API, every error is a problem document, and nothing is cached.

    Without cookies a foreign page cannot make a visitor's browser act here, so no operation needs
    a CSRF token.
    """

    def before(self, request: HttpRequest) -> None:
        if request.path_info.startswith(_WITHOUT_COOKIES):
            request.COOKIES = {}
            request.META.pop("HTTP_COOKIE", None)
        if _inside(request) and request.method == "HEAD":
            # Answered as GET; the server leaves the body out.
            request.method = "GET"

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not _inside(request):
            return response
        request.method = request.META["REQUEST_METHOD"].upper()
        is_problem = response.headers.get("Content-Type", "") == problems.MEDIA_TYPE
        if response.status_code >= 400 and isinstance(response, HttpResponse) and not is_problem:
            with translation.override(translation.get_language_from_request(request)):
                problems.restate(request, response)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


def _inside(request: HttpRequest) -> bool:
    return request.path_info == "/api" or request.path_info.startswith("/api/")
