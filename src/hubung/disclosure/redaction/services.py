"""A document is added to a request, marked, and made anew without what was marked.

Who may reply to the request may do all of this, and nobody else. `RedactionError` carries a
sentence for people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases.models import Case
from hubung.cases.services import NewAttachment
from hubung.directory.models import Person
from hubung.disclosure.redaction import studio
from hubung.disclosure.redaction.models import Document, DocumentKey, Mark, State
from hubung.disclosure.redaction.places import Place
from hubung.disclosure.redaction.studio import StudioError
from hubung.disclosure.requests import policies
from hubung.disclosure.requests.models import Request
from hubung.kernel import clock, files, sealed, sealedfile

TYPES = ("application/pdf", "image/jpeg", "image/png", "image/webp")
#: More is no document that somebody looked through.
MOST_MARKS = 2000
PDF = "application/pdf"


class RedactionError(Exception):
    """Nothing was changed. `str()` says why and what to do."""


def add_document(*, by: Person, request: Request, source: IO[bytes], name: str) -> Document:
    """Keep a document sealed. Raises PermissionDenied, RedactionError, StorageFullError."""
    policies.require(policies.handles(by, request.case))
    found = files.detect(source, name)
    if found.mime not in TYPES:
        raise RedactionError(_("Choose a PDF or a picture. Save other documents as PDF first."))
    source.seek(0)
    content = source.read()
    try:
        pages = studio.look(content, found.mime)
    except StudioError as error:
        raise RedactionError(problem(str(error))) from error
    key = sealedfile.new_key()
    stored = files.store(sealedfile.close([content], key))
    with transaction.atomic():
        document = Document.objects.create(
            request=request,
            name=files.safe_name(name, found),
            media_type=found.mime,
            sha256=stored.sha256,
            size=len(content),
            pages=pages,
            added_by=by,
        )
        row = DocumentKey(pk=document.pk)
        row.put(key, sealed.current())
        row.save(force_insert=True)
    return document


def picture(*, by: Person, document: Document, page: int) -> bytes:
    """A page of the sealed document, as WebP. Raises PermissionDenied, RedactionError."""
    policies.require(policies.handles(by, document.request.case))
    if page == 0:
        # Once for each time that somebody looks through it, and not for every page.
        record(
            Act.FILE_READ, by, document.request.case.subject, data={"what": f"sealed:{document.pk}"}
        )
    try:
        return studio.draw(_content(document), document.media_type, page)
    except StudioError as error:
        raise RedactionError(problem(str(error))) from error


def mark(*, by: Person, document: Document, place: Place) -> Mark:
    """Mark a place for removal; what leaves the page is cut off. Raises RedactionError."""
    document = _open(by, document)
    left, top = max(place.x, 0.0), max(place.y, 0.0)
    right, bottom = min(place.x + place.width, 1.0), min(place.y + place.height, 1.0)
    if not 0 <= place.page < len(document.pages) or right <= left or bottom <= top:
        raise RedactionError(_("This place is not on the page."))
    return _keep(document, [Place(place.page, left, top, right - left, bottom - top)])[0]


def unmark(*, by: Person, document: Document, marks: Sequence[int]) -> int:
    """Take marks away; returns how many there were."""
    document = _open(by, document)
    gone, _rows = Mark.objects.filter(document=document, pk__in=marks).delete()
    return gone


def mark_found(
    *, by: Person, document: Document, patterns: Sequence[str], words: str
) -> tuple[int, int]:
    """Mark every place where patterns or words stand: how many, on how many pages.

    Finds nothing in a scan: that has no text. Raises PermissionDenied, RedactionError.
    """
    document = _open(by, document)
    try:
        found = studio.find(_content(document), document.media_type, patterns, words)
    except StudioError as error:
        raise RedactionError(problem(str(error))) from error
    known = {
        (one.page, round(one.x, 3), round(one.y, 3))
        for one in Mark.objects.filter(document=document)
    }
    new = [one for one in found if (one.page, round(one.x, 3), round(one.y, 3)) not in known]
    kept = _keep(document, new)
    return len(kept), len({one.page for one in kept})


def ask_for(*, by: Person, document: Document) -> None:
    """Have the file made by the worker. Raises PermissionDenied, RedactionError."""
    from hubung.disclosure.redaction.tasks import make

    with transaction.atomic():
        document = _open(by, document)
        document.state, document.made_by = State.WAITING, by
        document.save(update_fields=["state", "made_by"])
        make.enqueue(document.pk)


def make_file(pk: int) -> None:
    """Make the file; called by the worker. Twice is harmless."""
    document = Document.objects.filter(pk=pk, state=State.WAITING).first()
    if document is None:
        return
    places = [Place(one.page, one.x, one.y, one.width, one.height) for one in document.marks.all()]
    try:
        made = studio.make(_content(document), document.media_type, places)
    except StudioError:
        Document.objects.filter(pk=pk).update(state=State.FAILED)
        return
    stored = files.store(iter([made.content]))
    name = _("%(name)s, blacked out.pdf") % {"name": PurePath(document.name).stem[:150]}
    Document.objects.filter(pk=pk, state=State.WAITING).update(
        state=State.MADE,
        made_at=clock.now(),
        made_name=name,
        made_sha256=stored.sha256,
        made_size=stored.size,
        without_text=made.without_text,
        elsewhere=made.elsewhere,
    )


def remove(*, by: Person, document: Document) -> None:
    """Take a document away: its key goes, so nobody can read it any more. What was given stays."""
    policies.require(policies.handles(by, document.request.case))
    Document.objects.filter(pk=document.pk).delete()


def made_of(request: Request) -> list[Document]:
    """The files that can go with the reply."""
    return list(Document.objects.filter(request=request, state=State.MADE))


def attachment_of(document: Document) -> NewAttachment:
    """A file that was made, for the reply."""
    return NewAttachment(
        sha256=document.made_sha256,
        name=document.made_name,
        media_type=PDF,
        size=document.made_size,
    )


def open_made(document: Document) -> IO[bytes]:
    """The file that was made. Raises BlobMissingError."""
    return files.open_blob(document.made_sha256)


def erase_documents(case: Case) -> None:
    """With the request goes what was to be given of it; what everybody may read stays."""
    Document.objects.filter(request__case=case).delete()


def problem(code: str) -> str:
    """Why a document cannot be worked on, and what to do."""
    return {
        "encrypted": _("This PDF has a password. Save it without one."),
        "too_much": _("This document is too large, or too intricate. Split it."),
    }.get(code, _("This document is damaged. Open it, save it again, and send the new file."))


def _open(by: Person, document: Document) -> Document:
    """The document as it is now, to be changed: what was made of it before is made anew."""
    policies.require(policies.handles(by, document.request.case))
    now = Document.objects.select_related("request__case").get(pk=document.pk)
    if now.state == State.WAITING:
        raise RedactionError(_("The file is being made. Wait a moment."))
    if now.state != State.OPEN:
        now.state, now.made_sha256, now.made_at = State.OPEN, "", None
        now.save(update_fields=["state", "made_sha256", "made_at"])
    return now


def _keep(document: Document, places: Sequence[Place]) -> list[Mark]:
    if document.marks.count() + len(places) > MOST_MARKS:
        raise RedactionError(
            _("More than %(n)s marks. Would the document be refused as a whole?")
            % {"n": MOST_MARKS}
        )
    return Mark.objects.bulk_create(Mark(document=document, **vars(place)) for place in places)


def _content(document: Document) -> bytes:
    row = DocumentKey.objects.filter(document=document).first()
    if row is None:
        raise files.BlobMissingError(f"document {document.pk} has lost its key")
    key = row.take()
    with files.open_blob(document.sha256) as file:
        return b"".join(sealedfile.read(file, key, document.size, 0, document.size))


@files.claims
def documents_in_use(among: Sequence[str]) -> Iterator[str]:
    """Sealed documents, and what was made of them."""
    yield from Document.objects.filter(sha256__in=among).values_list("sha256", flat=True)
    yield from Document.objects.filter(made_sha256__in=among).values_list("made_sha256", flat=True)
