"""The description of the API: for programs, and as a page."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from hubung.api.interface import describe


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """The API as an OpenAPI document."""
    response = JsonResponse(describe(), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=300"
    return response
