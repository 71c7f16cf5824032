"""Erasing what a report says of anybody, so that what it counts for stays.

What goes: who reported and how they are reached, every word that was written, files, mails in and
out, recordings and numbers of calls, drafts, ratings' comments, what the search knows, reasons in
the access log. What stays: the number, kind, sector, unit, dates, clocks, outcome, score, and the
timeline's steps with their hashes, whose chain covers salted digests of the words (decisions 3 and
16).

Where another person's report was merged with it, what *they* wrote stays, and so does the answer
that both of them got.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from hubung.audit import chain
from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases.choices import EntryKind
from hubung.cases.events import CaseChanged
from hubung.cases.models import (
    Answer,
    Attachment,
    Case,
    Draft,
    Entry,
    Link,
    Merge,
    Rating,
    Reporter,
    Unflagging,
)
from hubung.cases.timeline import SYSTEM, Actor, erase_words
from hubung.channels.email.erasing import erase_inbound, erase_outbound
from hubung.channels.email.models import InboundMessage, OutboundMessage
from hubung.channels.phone.erasing import erase_calls
from hubung.directory.models import Person
from hubung.disclosure.redaction.services import erase_documents
from hubung.disclosure.requests.erasing import erase_request
from hubung.kernel import clock, files
from hubung.privacy.choices import Why
from hubung.privacy.models import Erasure, Package, Restriction
from hubung.privacy.touching import touching
from hubung.telephony.models import Call

#: By then every entry is in the chain.
LATE = timedelta(days=2)
#: What the ministry told all reporters of a merged report.
_TO_ALL = (EntryKind.ANSWERED, EntryKind.UPDATE, EntryKind.REJECTED, EntryKind.OUTSIDE)


@transaction.atomic
def erase_case(case: Case, *, why: Why, by: Person | None = None) -> None:
    """Erase the personal data of a report. Whether that is allowed was asked before."""
    others = _others(case)
    email = case.reporter.email if case.reporter else ""
    actor = Actor.staff(by) if by else SYSTEM
    with touching(case, actor) as it:
        forget_packages(Package.objects.filter(request__case=it.case))
        own = _own_entries(it.case, others)
        words = erase_words(it.case, own)
        _erase_files(it.case, own)
        _erase_rows(it.case, others)
        _erase_mails(it.case, email, others)
        _erase_calls(it.case)
        reporter = it.case.reporter
        _empty(it.case)
        it.case.save()
        if reporter is not None and not reporter.cases.exists():
            Reporter.objects.filter(pk=reporter.pk).delete()
        it.log(EntryKind.ERASED, public=True, data={"why": str(why), "words": words})
        it.emit(CaseChanged)
    for other in _named_by(case):
        _erase_elsewhere(case, other, email, actor, why)
    _erase_reasons(case)
    Restriction.objects.filter(case=case, lifted_at=None).update(lifted_at=it.at, lifted_by=by)
    Erasure.objects.create(case=case, why=why, erased_by=by, erased_at=it.at)
    record(Act.DATA_ERASED, by, case.subject, data={"act": str(why)})
    speaker = case.merged_into
    if speaker is not None and speaker.erasures.exists() and not _others(speaker):
        # The answer was left there for this one; now it is nobody's.
        erase_case(speaker, why=why, by=by)


def _others(case: Case) -> list[Case]:
    """Reports of other people that it speaks for, and that still say something."""
    merged = Case.objects.filter(merged_into=case, erasures=None)
    return list(merged.select_related("reporter"))


def _own_entries(case: Case, others: list[Case]) -> Q:
    """The entries of a case whose words are about its reporter, and not about another one."""
    if not others:
        return Q()
    theirs = [other.pk for other in others]
    kept = [
        entry.pk
        for entry in Entry.objects.filter(case=case)
        if entry.kind in _TO_ALL or entry.data.get("from_case") in theirs
    ]
    return ~Q(pk__in=kept)


def _erase_files(case: Case, which: Q) -> None:
    seqs = Entry.objects.filter(which, case=case).values("seq")
    forget_files(Attachment.objects.filter(case=case, entry_seq__in=seqs))


def forget_files(attachments: Iterable[Attachment], also: Iterable[str] = ()) -> None:
    """Delete attachments, and their contents once nothing else refers to these."""
    rows = list(attachments)
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    stored = {address for row in rows for address in (row.sha256, row.sealed) if address}
    for address in stored.union(also):
        transaction.on_commit(partial(_delete_unclaimed, address))


def _delete_unclaimed(address: str) -> None:
    """When all is written: what another report, or a published reply, refers to stays."""
    if not files.claimed([address]):
        files.delete_blob(address)


def forget_packages(packages: QuerySet[Package]) -> None:
    """Delete the files of access requests, also where they were given."""
    made = packages.exclude(sha256="")
    for package in made.select_related("request"):
        given = Attachment.objects.filter(case=package.request.case_id, sha256=package.sha256)
        forget_files(given, also=[package.sha256])
    made.update(sha256="", size=0)


def _erase_rows(case: Case, others: list[Case]) -> None:
    if not others:
        Answer.objects.filter(case=case).update(text="", promise="")
    Rating.objects.filter(case=case).update(comment="")
    erase_request(case)
    erase_documents(case)
    Draft.objects.filter(case=case).delete()
    Link.objects.filter(Q(case=case) | Q(other=case)).update(reason="")
    Merge.objects.filter(Q(case=case) | Q(into=case)).update(reason="")
    Unflagging.objects.filter(case=case).update(reason="")


def _erase_mails(case: Case, email: str, others: list[Case]) -> None:
    theirs = {other.reporter.email for other in others if other.reporter} - {"", email}
    erase_inbound(InboundMessage.objects.filter(case=case).exclude(from_address__in=theirs))
    erase_outbound(OutboundMessage.objects.filter(case=case).exclude(to__in=theirs))


def _erase_calls(case: Case) -> None:
    """Who called, and what was said; that there was a call stays, and what it says of others."""
    others = Case.objects.filter(erasures=None).exclude(pk=case.pk)
    erase_calls(
        Call.objects.filter(case_links__case=case).exclude(case_links__case__in=others),
        why="erased",
    )


def _empty(case: Case) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        gone = _("Erased (personal data)")
    blank: dict[str, Any] = {
        "reporter": None,
        "external_id": None,
        "legacy_number": "",
        "title": gone,
        "text": "",
        "place": "",
        "happened_on": None,
        "happened_at": "",
        "restricted": False,
    }
    for name, value in blank.items():
        setattr(case, name, value)


def _named_by(case: Case) -> list[Case]:
    """Reports that it was ever tied to, and so whose timelines tell of it."""
    facts = Entry.objects.filter(case=case).values_list("data", flat=True)
    named = {
        pk for told in facts for key in ("case", "into") if isinstance(pk := told.get(key), int)
    }
    return list(Case.objects.filter(pk__in=named).order_by("pk"))


def _erase_elsewhere(case: Case, other: Case, email: str, actor: Actor, why: Why) -> None:
    """What its reporter wrote after it was merged, and reasons that speak of it."""
    about = [
        entry.pk
        for entry in Entry.objects.filter(case=other).exclude(text="")
        if case.pk in (entry.data.get("from_case"), entry.data.get("case"), entry.data.get("into"))
    ]
    mails = email and other.pk == case.merged_into_id
    if not about and not mails:
        return
    with touching(other, actor) as it:
        words = erase_words(it.case, Q(pk__in=about))
        _erase_files(it.case, Q(pk__in=about))
        if mails:
            erase_inbound(InboundMessage.objects.filter(case=other, from_address=email))
            erase_outbound(OutboundMessage.objects.filter(case=other, to=email))
        it.log(EntryKind.ERASED, data={"why": str(why), "words": words, "case": case.pk})
        it.emit(CaseChanged)


def _erase_reasons(case: Case) -> None:
    """Of readings and changes on the access log, what somebody wrote down as their reason."""
    while chain.lengthen():
        pass  # an entry is proved genuine by its words, until it is in the chain
    chain.erase_words(Q(subject=case.subject) & ~Q(why=""))


def erase_late_reasons() -> None:
    """The same for entries that another worker was just tying into the chain."""
    lately = Erasure.objects.filter(erased_at__gte=clock.now() - LATE).select_related("case")
    for erasure in lately:
        said = Q(subject=erasure.case.subject, at__lte=erasure.erased_at) & ~Q(why="")
        chain.erase_words(said)
