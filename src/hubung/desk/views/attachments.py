"""Files of a case, for those who may see it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from hubung.audit.choices import Act
from hubung.cases.files import open_file
from hubung.cases.models import Attachment
from hubung.cases.reading import is_protected
from hubung.desk.casepage import find_case
from hubung.desk.story import may_preview
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.kernel.files import BlobMissingError, UnreadableImageError, thumbnail
from hubung.ui.downloads import SANDBOX

THUMBNAIL_PX = 320
_AN_HOUR = 3600


def _attachment(request: StaffRequest, number: str, pk: int) -> Attachment:
    case = find_case(request.user, number, reading=Act.FILE_READ, what=f"file:{pk}")
    found = Attachment.objects.filter(case=case, pk=pk).select_related("case").first()
    if found is None:
        raise Http404
    return found


def _sealed(content: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
@staff_required
def download(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """The file itself. Pictures that are safe open in the browser, everything else is saved."""
    found = _attachment(request, number, pk)
    try:
        with open_file(found) as file:
            response = _sealed(file.read(), found.media_type)
    except BlobMissingError:
        raise Http404 from None
    disposition = content_disposition_header(not may_preview(found), found.name)
    response["Content-Disposition"] = disposition or "inline"
    return response


@require_safe
@staff_required
def preview(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """A small picture of a picture."""
    found = _attachment(request, number, pk)
    if not may_preview(found):
        raise Http404
    try:
        with open_file(found) as file:
            response = _sealed(thumbnail(file, THUMBNAIL_PX), "image/webp")
    except (BlobMissingError, UnreadableImageError):
        raise Http404 from None
    if not is_protected(found.case):
        # A page shows it again and again; signing out clears it. Each opening of a protected one
        # comes by here, where it is put on record.
        response["Cache-Control"] = f"private, max-age={_AN_HOUR}"
    return response
