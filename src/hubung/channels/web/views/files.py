"""Files of an opened case: shown in place when that is safe, else only ever downloaded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import BinaryIO

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from hubung.cases.files import open_file
from hubung.cases.models import Attachment
from hubung.channels.web import opening, story
from hubung.channels.web.views.responses import confidential
from hubung.kernel import files, numbers
from hubung.ui.downloads import SANDBOX

_CHUNK = 256 * 1024
THUMBNAIL_PX = 256


@require_safe
def download(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """The file as it was stored."""
    attachment = _find(request, number, pk)
    try:
        content = open_file(attachment)
    except files.BlobMissingError as error:
        raise Http404 from error
    found = files.detect(content, attachment.name)
    response = StreamingHttpResponse(_chunks(content), content_type=found.mime)
    response["Content-Length"] = str(attachment.size)
    response["Content-Disposition"] = (
        content_disposition_header(not found.safe_inline, attachment.name) or "attachment"
    )
    if not found.safe_inline:
        response["Content-Security-Policy"] = SANDBOX
    return confidential(response)


@require_safe
def preview(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A small picture of a picture."""
    attachment = _find(request, number, pk)
    try:
        with open_file(attachment) as content:
            small = files.thumbnail(content, THUMBNAIL_PX)
    except (files.BlobMissingError, files.UnreadableImageError) as error:
        raise Http404 from error
    return confidential(HttpResponse(small, content_type="image/webp"))


def _find(request: HttpRequest, number: str, pk: int) -> Attachment:
    """The file, if the case is open in this browser and its reporter may see it. Else Http404."""
    found = numbers.parse_case_number(number, short_code=settings.HUBUNG.ministry.short_code)
    case = opening.opened(request, found.case_id) if found else None
    if case is None:
        raise Http404
    for file in story.tell(case).files:
        if file.pk == pk:
            return file.attachment
    raise Http404


async def _chunks(content: BinaryIO) -> AsyncIterator[bytes]:
    with content:
        while chunk := await asyncio.to_thread(content.read, _CHUNK):
            yield chunk
