"""`/informasi/jawaban/`: replies that were given to one and may be read by everybody.

A browser asks again each time: what was taken back must not come out of a cache.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hubung.disclosure.requests.models import OfferedFile
from hubung.disclosure.requests.queries import find_offered, offered
from hubung.kernel import files
from hubung.portal import answers as kept
from hubung.ui.downloads import SANDBOX

PAGE = 20


@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """The youngest first, or those with all the words."""
    words = request.GET.get("cari", "")[:100]
    page = Paginator(find_offered(words), PAGE).get_page(request.GET.get("page"))
    return kept.for_each(
        render(request, "information/answers.html", {"page": page, "words": words})
    )


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One reply; what was taken back is not there any more."""
    found = get_object_or_404(offered().prefetch_related("files"), pk=pk)
    return kept.for_each(render(request, "information/answer.html", {"offered": found}))


@require_safe
def download(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A file of a reply that is offered now."""
    found = get_object_or_404(OfferedFile, pk=file, offered__in=offered().filter(pk=pk))
    try:
        content = files.open_blob(found.sha256)
    except files.BlobMissingError as error:
        raise Http404 from error
    response = FileResponse(
        content, as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = kept.ASKED_AGAIN_BY_EACH
    return response
