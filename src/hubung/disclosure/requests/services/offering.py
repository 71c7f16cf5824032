"""A reply, once given, is offered to everybody, and says nothing of who asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.models import Attachment, Entry
from hubung.cases.services import NewAttachment
from hubung.directory.models import Person
from hubung.disclosure.requests import policies
from hubung.disclosure.requests.errors import FileNamesAskerError, NamesAskerError
from hubung.disclosure.requests.events import OfferWithdrawn, ReplyOffered
from hubung.disclosure.requests.models import Offered, OfferedFile, Reply, Request
from hubung.kernel import clock, files, pdftext
from hubung.kernel.events import emit

#: Digits in a row, however parted, that could be somebody's number.
_SHORTEST_NUMBER = 7
_READABLE = frozenset({"application/pdf", "text/plain", "text/csv"})


@dataclass(frozen=True)
class Offer:
    """The question and the answer as everybody may read them; `files`: those of the reply too."""

    question: str
    text: str
    files: bool = True


def check_offer(request: Request, offer: Offer) -> None:
    """Raises IncompleteError for an empty part, NamesAskerError when it tells who asked."""
    if not offer.question.strip():
        raise IncompleteError("question", _("Write the question as everybody may read it."))
    if not offer.text.strip():
        raise IncompleteError("public_text", _("Write the answer as everybody may read it."))
    for field, text in (("question", offer.question), ("public_text", offer.text)):
        if found := names_asker(request, text):
            raise NamesAskerError(field, found)


def check_files(
    request: Request, offer: Offer, attachments: Sequence[NewAttachment | Attachment]
) -> None:
    """Raises FileNamesAskerError when a file that would be offered tells who asked.

    Words of PDFs and plain texts are read; a picture of a page tells nothing to a program. It takes
    a while, so not in a transaction.
    """
    for file in attachments if offer.files else ():
        if found := names_asker(request, _words_of(file)):
            raise FileNamesAskerError(file.name, found)


def _words_of(file: NewAttachment | Attachment) -> str:
    if file.media_type not in _READABLE:
        return ""
    try:
        with files.open_blob(file.sha256) as document:
            if file.media_type == "application/pdf":
                return pdftext.text_of(document)
            return document.read(pdftext.MOST_CHARACTERS).decode(errors="replace")
    except files.BlobMissingError:
        return ""


def names_asker(request: Request, text: str) -> str:
    """What of the asker stands in a text: a name, an address, a number. Empty: nothing."""
    flat = " ".join(text.casefold().split())
    digits = re.sub(r"(?<=\d)[\s.\-/()]+(?=\d)", "", flat)
    for known in _known_of(request):
        plain = " ".join(known.casefold().split())
        number = re.sub(r"\D", "", known)
        if plain and re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", flat):
            return known
        # As it is told at home: +62 811 … is 0811 …
        if len(number) >= _SHORTEST_NUMBER and number.removeprefix("62") in digits:
            return known
    return ""


def _known_of(request: Request) -> Iterator[str]:
    reporter = request.case.reporter
    yield request.case.number
    yield request.principal
    if reporter is not None:
        yield from (reporter.name, reporter.email, reporter.phone, reporter.address)
        if hasattr(reporter, "nik"):
            yield reporter.nik.reveal()
    if hasattr(request, "decree"):
        yield request.decree.reveal()


def put_offer(
    reply: Reply, offer: Offer, attachments: Sequence[NewAttachment | Attachment], *, by: Person
) -> Offered:
    """Write it down; it was checked before."""
    made = Offered.objects.create(
        reply=reply,
        question=offer.question.strip()[:200],
        text=offer.text.strip(),
        decision=reply.decision,
        ground=reply.ground,
        unit_name=reply.answer.unit_name,
        published_at=clock.now(),
        published_by=by,
    )
    if offer.files:
        OfferedFile.objects.bulk_create(
            OfferedFile(
                offered=made,
                sha256=file.sha256,
                name=file.name,
                media_type=file.media_type,
                size=file.size,
            )
            for file in attachments
        )
    emit(ReplyOffered(subject=f"offered:{made.pk}", offered_id=made.pk))
    return made


def offer_reply(*, actor: Person, reply: Reply, offer: Offer) -> Offered:
    """Offer a reply that was kept back, or offer it anew after it was taken back.

    Raises as `check_offer` and `check_files` do, and CaseError when it is offered already.
    """
    policies.require(policies.is_officer(actor) and policies.sees(actor, reply.request.case))
    check_offer(reply.request, offer)
    entry = Entry.objects.filter(case=reply.request.case_id, data__answer=reply.answer_id).first()
    given = list(
        Attachment.objects.filter(
            case=reply.request.case_id, entry_seq=entry.seq if entry else 0, public=True
        )
    )
    check_files(reply.request, offer, given)
    with transaction.atomic():
        if Offered.objects.filter(reply=reply, withdrawn_at__isnull=True).exists():
            raise CaseError(_("This reply is offered already."))
        Offered.objects.filter(reply=reply).update(reply=None)
        return put_offer(reply, offer, given, by=actor)


@transaction.atomic
def withdraw_offer(*, actor: Person, offered: Offered) -> None:
    """Nobody reads it any more; that it was offered, and when it was taken back, stays."""
    reply = offered.reply
    policies.require(
        policies.is_officer(actor)
        and reply is not None
        and policies.sees(actor, reply.request.case)
    )
    Offered.objects.filter(pk=offered.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=clock.now(), withdrawn_by=actor
    )
    emit(OfferWithdrawn(subject=f"offered:{offered.pk}", offered_id=offered.pk))


@files.claims
def offered_files(among: Sequence[str]) -> Iterator[str]:
    """What everybody may download stays stored."""
    rows = OfferedFile.objects.filter(sha256__in=among, offered__withdrawn_at__isnull=True)
    yield from rows.values_list("sha256", flat=True)
