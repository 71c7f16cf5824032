"""Everything that the registry holds about a person, from their reports; about nobody else.

Taken is what the reporter's own page shows (`channels.web.story`), which knows whose words are
whose in merged reports, and beside it what only concerns them: contact data, mails to and from
their address, ratings, restrictions, and who has read it when, by role and without names. Left
out are internal notes, links to others' reports, and the words, files and mails of anybody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from hubung.audit.choices import READINGS, Act
from hubung.audit.models import Entry as Reading
from hubung.cases.choices import EntryKind
from hubung.cases.models import Answer, Case, Entry, Rating, Recognition, ResidentNumber
from hubung.cases.timeline import ActorKind
from hubung.channels.email.models import InboundMessage, OutboundMessage
from hubung.channels.email.notices import CODE
from hubung.channels.phone.models import CallCase
from hubung.channels.web import story
from hubung.directory.models import Role
from hubung.disclosure.requests.queries import find_request
from hubung.kernel import clock
from hubung.privacy.elsewhere import Kept
from hubung.privacy.models import Restriction
from hubung.telephony.models import Call, Recording
from hubung.telephony.way import What, way_of

#: Steps that work on the data of the report itself; the others would tell of other people.
_TRAIL = frozenset(
    {
        *(EntryKind.RECEIVED, EntryKind.MESSAGE_IN, EntryKind.VERIFIED, EntryKind.TAKEN),
        *(EntryKind.ASSIGNED, EntryKind.MOVED, EntryKind.ASKED, EntryKind.UPDATE),
        *(EntryKind.ANSWERED, EntryKind.CLOSED, EntryKind.REOPENED, EntryKind.OBJECTED),
        *(EntryKind.REJECTED, EntryKind.OUTSIDE, EntryKind.CHANGED, EntryKind.RATED),
        *(EntryKind.RESTRICTED, EntryKind.UNRESTRICTED, EntryKind.ERASED),
    }
)


@dataclass(frozen=True)
class File:
    """A file that was sent; `path` is where it lies in the package, empty for a sealed one."""

    path: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Said:
    """Something that was written; `yours` when it was written by whoever asks."""

    at: datetime
    what: str
    text: str
    yours: bool
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Given:
    """An answer, under the name that stood under it."""

    at: datetime
    by: str
    outcome: str
    text: str
    promise: str
    promised_on: date | None


@dataclass(frozen=True)
class Letter:
    """A mail; `path` of the message as it came, for those that were sent to us."""

    at: datetime
    subject: str
    text: str = ""
    path: str = ""


@dataclass(frozen=True)
class Talk:
    """A telephone call about the report; seconds, and `paths` of what was recorded of it."""

    at: datetime
    waited: int
    talked: int
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A processing of the data, or a reading of it: when, what, by whom in general."""

    at: datetime
    what: str
    by: str


@dataclass(frozen=True)
class Contact:
    """Contact data as it stands in a report."""

    name: str
    email: str
    phone: str
    address: str
    nik: str
    since: datetime


@dataclass(frozen=True)
class Formal:
    """What a formal request for information says besides, and what became of it by the asker."""

    applicant: str
    decree: str
    on_behalf_of: str
    purpose: str
    obtain: str
    delivery: str
    objected_at: datetime | None
    objection: str
    disputed_at: datetime | None
    dispute: str


@dataclass(frozen=True)
class Report:
    """A report with all that hangs on it."""

    number: str
    kind: str
    status: str
    channel: str
    sector: str
    unit: str
    title: str
    text: str
    place: str
    happened_on: date | None
    happened_at: str
    received_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    anonymous: bool
    confidential: bool
    restricted_since: datetime | None
    mails_wanted: bool
    contact: Contact | None
    formal: Formal | None
    told: tuple[Said, ...]
    answers: tuple[Given, ...]
    mails_sent: tuple[Letter, ...]
    mails_received: tuple[Letter, ...]
    calls: tuple[Talk, ...]
    recognised_since: datetime | None
    rating: int | None
    rating_words: str
    processing: tuple[Step, ...]
    readings: tuple[Step, ...]


@dataclass
class Dossier:
    """All reports of a person, and the contents that go into the package beside the page."""

    made_at: datetime
    reports: list[Report] = field(default_factory=list)
    #: What is kept beside reports, by its name.
    elsewhere: dict[str, list[Kept]] = field(default_factory=dict)
    #: Where in the package → which stored file.
    stored: dict[str, str] = field(default_factory=dict)
    #: Where in the package → a mail as it came.
    mails: dict[str, bytes] = field(default_factory=dict)
    #: Where in the package → a recording, which is unsealed as it is written.
    sounds: dict[str, Recording] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """JSON-able but for dates, which are written in ISO 8601."""
        return {
            "made_at": self.made_at,
            "reports": [asdict(report) for report in self.reports],
            "elsewhere": {
                name: [asdict(one) for one in kept] for name, kept in self.elsewhere.items()
            },
        }


def gather(cases: Iterable[Case], made_at: datetime) -> Dossier:
    """What is known about the reporter of these cases, in the active language."""
    dossier = Dossier(made_at)
    for case in cases:
        dossier.reports.append(_report(case, dossier))
    return dossier


def _report(case: Case, into: Dossier) -> Report:
    restriction = Restriction.objects.filter(case=case, lifted_at=None).first()
    rating = Rating.objects.filter(case=case).first()
    return Report(
        number=case.number,
        kind=str(case.get_kind_display()),
        status=str(case.get_status_display()),
        channel=str(case.get_channel_display()),
        sector=str(case.get_sector_display()),
        unit="" if case.confidential else case.unit.name,
        title=case.title,
        text=case.text,
        place=case.place,
        happened_on=case.happened_on,
        happened_at=case.happened_at,
        received_at=case.created_at,
        answered_at=case.answered_at,
        closed_at=case.closed_at,
        anonymous=case.anonymous,
        confidential=case.confidential,
        restricted_since=restriction.since if restriction else None,
        mails_wanted=case.is_notified,
        contact=_contact(case),
        formal=_formal(case),
        told=tuple(_told(case, into)),
        answers=tuple(_answers(case)),
        mails_sent=tuple(_mails_sent(case)),
        mails_received=tuple(_mails_received(case, into)),
        calls=tuple(_calls(case, into)),
        recognised_since=_recognised_since(case),
        rating=rating.score if rating else None,
        rating_words=rating.comment if rating else "",
        processing=tuple(_processing(case)),
        readings=tuple(_readings(case)),
    )


def _contact(case: Case) -> Contact | None:
    known = case.reporter
    if known is None:
        return None
    number = ResidentNumber.objects.filter(reporter=known).first()
    nik = number.reveal() if number else ""
    return Contact(known.name, known.email, known.phone, known.address, nik, known.created_at)


def _formal(case: Case) -> Formal | None:
    asked = find_request(case.pk)
    if asked is None:
        return None
    objection, dispute = getattr(asked, "objection", None), getattr(asked, "dispute", None)
    return Formal(
        applicant=str(asked.get_applicant_display()),
        decree=asked.decree.reveal() if hasattr(asked, "decree") else "",
        on_behalf_of=asked.principal,
        purpose=asked.purpose,
        obtain=str(asked.get_obtain_display()),
        delivery=str(asked.get_delivery_display()),
        objected_at=objection.lodged_at if objection else None,
        objection=f"{objection.ground.name}. {objection.reason}".strip() if objection else "",
        disputed_at=dispute.told_at if dispute else None,
        dispute=dispute.register_number if dispute else "",
    )


def _told(case: Case, into: Dossier) -> Iterable[Said]:
    for item in reversed(story.tell(case).items):
        files = []
        for file in item.files:
            path = f"berkas/{case.number}/{file.pk}-{file.name}"
            if file.attachment.withheld:
                path = ""  # a sealed box, which nobody here can open
            else:
                into.stored[path] = file.attachment.sha256
            files.append(File(path, file.name, file.attachment.size, file.attachment.sha256))
        yield Said(item.at, item.title, item.text, item.voice, tuple(files))


def _answers(case: Case) -> Iterable[Given]:
    """Those given to the report, or to the one that it was merged into while it was part of it."""
    for answer in Answer.objects.filter(case=case.merged_into_id or case.pk):
        by = f"{answer.author_name}, {answer.author_post}" if answer.in_person else answer.unit_name
        yield Given(
            at=answer.created_at,
            by=by,
            outcome=str(answer.get_outcome_display()),
            text=answer.text,
            promise=answer.promise,
            promised_on=answer.promised_on,
        )


def _mails_sent(case: Case) -> Iterable[Letter]:
    if case.reporter is None or not case.reporter.email:
        return
    where = {case.pk, case.merged_into_id or case.pk}
    for mail in OutboundMessage.objects.filter(
        case__in=where, to=case.reporter.email, sent_at__isnull=False
    ).order_by("pk"):
        if mail.sent_at is not None:
            yield Letter(mail.sent_at, mail.subject, mail.text.replace(CODE, "••••"))


def _mails_received(case: Case, into: Dossier) -> Iterable[Letter]:
    """From their address only: a mail of somebody else may have been put to the report by hand."""
    if case.reporter is None or not case.reporter.email:
        return
    where = {case.pk, case.merged_into_id or case.pk}
    for mail in (
        InboundMessage.objects.filter(case__in=where, from_address=case.reporter.email)
        .select_related("raw")
        .order_by("pk")
    ):
        path = f"surat/{case.number}/{mail.pk}.eml"
        if content := bytes(mail.raw.content):
            into.mails[path] = content
        yield Letter(mail.received_at, mail.subject, path=path if content else "")


def _calls(case: Case, into: Dossier) -> Iterable[Talk]:
    """Calls about the report; with their sound where they are about nobody else's."""
    now = clock.now()
    for call in Call.objects.filter(case_links__case=case).order_by("began_at"):
        way = way_of(call, call.facts.all())
        others = CallCase.objects.filter(call=call).exclude(case__reporter=case.reporter)
        paths = []
        if case.reporter is not None and not others.exists():
            for one in call.recordings.filter(deleted_at=None):
                path = f"telepon/{case.number}/{one.pk}.wav"
                into.sounds[path] = one
                paths.append(path)
        yield Talk(
            call.began_at,
            round(way.spent(What.QUEUE, now).total_seconds()),
            round(way.spent(What.TALK, now).total_seconds()),
            tuple(paths),
        )


def _recognised_since(case: Case) -> datetime | None:
    """Since when their number leads to their reports, because they agreed."""
    given = Recognition.objects.filter(reporter=case.reporter_id, withdrawn_at=None).first()
    return given.given_at if given else None


def _processing(case: Case) -> Iterable[Step]:
    by = {
        ActorKind.REPORTER: _("you"),
        ActorKind.STAFF: _("staff of the ministry"),
        ActorKind.SYSTEM: _("the system, by a rule"),
    }
    for entry in Entry.objects.filter(case=case, kind__in=_TRAIL).order_by("seq"):
        if entry.data.get("from_case", case.pk) == case.pk:
            yield Step(entry.at, str(EntryKind(entry.kind).label), by[ActorKind(entry.actor_kind)])


def _readings(case: Case) -> Iterable[Step]:
    """Who read it, by role: the names of staff are their data, not the reader's."""
    found = Reading.objects.filter(subject=case.subject, action__in=READINGS)
    for reading in found.select_related("actor").order_by("at"):
        roles = sorted({grant.role for grant in reading.actor.grants}) if reading.actor else []
        by = ", ".join(str(Role(role).label) for role in roles) or _("staff of the ministry")
        yield Step(reading.at, str(Act(reading.action).label), by)
