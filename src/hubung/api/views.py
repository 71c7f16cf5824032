"""The description of the API: for programs, and as a page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hubung.api import reading_matter
from hubung.api.interface import DESCRIPTION, PREFIX, describe
from hubung.api.problems import KINDS


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """The API as an OpenAPI document."""
    response = JsonResponse(describe(), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The API as a page for those who write programs."""
    context = {
        "description": _(DESCRIPTION),
        "address": settings.HUBUNG.public_url + PREFIX,
        "operations": reading_matter.all_operations(),
        "types": reading_matter.all_types(),
        "problems": KINDS,
    }
    return render(request, "api/docs.html", context)
