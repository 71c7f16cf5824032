"""The pages of the tree: one address for both languages, and the way on from an old one."""

from __future__ import annotations

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.urls import resolve
from django.views.decorators.http import require_safe
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

from hubung.portal.content import queries
from hubung.portal.content.caching import public


@require_safe
@public
def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """The live page at an address, else where it went. Raises Http404."""
    if not path.endswith("/"):
        return _with_its_slash(request, path)
    found = queries.at(path).first()
    if found is None:
        return _moved(request)
    answer: HttpResponse = found.specific.serve(request)
    return answer.render() if hasattr(answer, "render") else answer


def _with_its_slash(request: HttpRequest, path: str) -> HttpResponseBase:
    """On to the same address with a slash, where something is: a page, or what is no page."""
    if resolve(f"/{path}/").func is not page or queries.at(path).exists():
        return HttpResponsePermanentRedirect(f"/{path}/")
    return _moved(request)


def _moved(request: HttpRequest) -> HttpResponseBase:
    old = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    for path in dict.fromkeys((old, old.partition("?")[0])):
        target = get_redirect(request, path)
        if target is not None and target.link:
            return HttpResponsePermanentRedirect(target.link)
    raise Http404
