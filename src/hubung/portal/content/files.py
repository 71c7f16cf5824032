"""Pictures and documents handed out: what a live page shows, to everybody; the rest to editors."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.models import Page, ReferenceIndex

from hubung.directory.accounts.access import Standing, standing
from hubung.directory.models import Person
from hubung.kernel import files as store
from hubung.portal import answers
from hubung.portal.content import policies
from hubung.portal.content.models import Paper, Picture, Size
from hubung.portal.content.storage import NAME, address_of
from hubung.ui.downloads import SANDBOX


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The content of this name. Raises Http404, also for what nobody may see yet."""
    if NAME.match(name) is None:
        raise Http404
    owner = _owner(name)
    if owner is None:
        raise Http404
    public = _is_shown(owner)
    if not public and not _may_edit(request):
        raise Http404
    try:
        blob = store.open_blob(address_of(name))
    except store.BlobMissingError as error:
        raise Http404 from error
    found = store.detect(blob, name)
    title = store.safe_name(owner.title, found)
    shown = found.kind == store.FileKind.IMAGE or found.mime == "application/pdf"
    response = FileResponse(blob, content_type=found.mime, as_attachment=not shown, filename=title)
    # A name stands for one content for ever; that it may still be seen is asked after an hour.
    response["Cache-Control"] = answers.AN_HOUR if public else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response


def _owner(name: str) -> Picture | Paper | None:
    size = Size.objects.filter(file=name).select_related("image").first()
    if size is not None:
        return size.image
    return Picture.objects.filter(file=name).first() or Paper.objects.filter(file=name).first()


def _is_shown(owner: Picture | Paper) -> bool:
    """Whether a live page names it."""
    references = ReferenceIndex.get_references_to(owner).values_list("object_id", flat=True)
    return Page.objects.live().filter(pk__in=[int(pk) for pk in references]).exists()


def _may_edit(request: HttpRequest) -> bool:
    person = request.user
    return (
        isinstance(person, Person)
        and standing(request) is Standing.COMPLETE
        and policies.may_edit(person)
    )
