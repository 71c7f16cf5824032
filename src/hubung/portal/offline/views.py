"""The manifest, the icons, the service worker, and the page that is shown without a line.

Whoever fetches the first three for an installed portal sends neither cookies nor, always, the
language; so the address says it: `?bahasa=en`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hubung.portal import answers
from hubung.portal.content.caching import public
from hubung.portal.offline import icons, kept
from hubung.ui.context import ministry_name

View = Callable[..., HttpResponseBase]


def in_its_language(view: View) -> View:
    """Answers in the language of the address, if it names one."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.GET.get("bahasa", "")
        known = asked in dict(settings.LANGUAGES)
        with translation.override(asked if known else translation.get_language()):
            return view(request, *args, **kwargs)

    return spoken


@require_safe
@in_its_language
@public
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker; while the database is away there is none, and browsers keep theirs."""
    return HttpResponse(kept.worker(), content_type="text/javascript; charset=utf-8")


@require_safe
@public
def page(request: HttpRequest) -> HttpResponse:
    """What can be done without a line. It has an address, so that it can be kept."""
    return render(request, "portal/offline/page.html", {"guides": kept.guides()})


@require_safe
@in_its_language
def manifest(request: HttpRequest) -> HttpResponseBase:
    """How the portal stands on a telephone."""
    shown = ministry_name()
    made = {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": translation.get_language(),
        "dir": "ltr",
        "name": shown.name,
        "short_name": f"Hubung {shown.short_code}",
        "description": _("Call %(number)s, report, track, ask.") % {"number": shown.short_code},
        "theme_color": icons.ground(),
        "background_color": "#ffffff",
        "categories": ["government", "travel"],
        "icons": _icons(),
        "shortcuts": [
            {"name": _("Report"), "url": reverse("web:report")},
            {"name": _("Track"), "url": reverse("web:track")},
            {
                "name": _("Contact %(number)s") % {"number": shown.short_code},
                "url": reverse("portal:call"),
            },
        ],
    }
    response = JsonResponse(made, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Type"] = "application/manifest+json"
    return answers.page(request, response)


@require_safe
def icon(_request: HttpRequest, size: int, shape: str) -> HttpResponse:
    """The icon as PNG. Raises Http404."""
    if size not in icons.SIZES or not icons.drawable():
        raise Http404
    response = HttpResponse(icons.draw(size, whole=shape == "penuh"), content_type="image/png")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _icons() -> list[dict[str, str]]:
    if not icons.drawable():
        return [{"src": reverse("ui:emblem"), "sizes": "any", "type": "image/svg+xml"}]
    return [
        {
            "src": reverse("offline:icon", kwargs={"shape": shape, "size": size}),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in icons.SIZES[1:]
        for shape, purpose in (("tanda", "any"), ("penuh", "maskable"))
    ]
