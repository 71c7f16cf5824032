"""A report comes in, by whatever door."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.cases import clocks, search, timeline
from hubung.cases.choices import Channel, ClockName, EntryKind, Kind
from hubung.cases.errors import IncompleteError
from hubung.cases.events import CaseReceived
from hubung.cases.models import Attachment, Case, Clock, Reporter
from hubung.cases.queries import by_external_id
from hubung.cases.timeline import REPORTER, Actor
from hubung.directory.models import Unit, UnitKind
from hubung.kernel import clock
from hubung.kernel.events import emit

TITLE_CHARS = 90
_STARTING_CLOCKS = (
    ClockName.TIER1,
    ClockName.VERIFY,
    ClockName.FOLLOW_UP,
    ClockName.RESOLUTION,
)


@dataclass(frozen=True)
class ReporterDetails:
    """Who reports, as they say; e-mail in any case, telephone in E.164."""

    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class NewAttachment:
    """A file that is already stored (`kernel.files.store`) and now belongs to a case."""

    sha256: str
    name: str
    media_type: str
    size: int
    problem: str = ""


@transaction.atomic
def receive_case(
    *,
    channel: Channel | str,
    text: str,
    title: str = "",
    kind: Kind | str = Kind.COMPLAINT,
    sector: str = "",
    reporter: ReporterDetails | Reporter | None = None,
    anonymous: bool = False,
    confidential: bool = False,
    place: str = "",
    happened_on: date | None = None,
    happened_at: str = "",
    language: str = "id",
    external_id: str | None = None,
    attachments: Sequence[NewAttachment] = (),
    actor: Actor = REPORTER,
    unit: Unit | None = None,
    tier: int | None = None,
    received_at: datetime | None = None,
) -> Case:
    """Record a report and start its clocks.

    The same `(channel, external_id)` again gives the case that is already there, so a door may
    retry without harm. Reports of misconduct are confidential and go to the Inspectorate from the
    first moment; all others start at the contact centre. An anonymous report keeps no reporter.
    Raises IncompleteError when there is no text.
    """
    if external_id is not None and (known := by_external_id(channel, external_id)):
        return known
    if not text.strip():
        raise IncompleteError("text", _("Tell what happened; a sentence is enough."))
    at = received_at or clock.now()
    misconduct = kind == Kind.MISCONDUCT
    case = Case(
        channel=channel,
        external_id=external_id,
        kind=kind,
        sector=sector,
        unit=unit or home_unit(UnitKind.INSPECTORATE if misconduct else UnitKind.CONTACT_CENTRE),
        tier=tier or (2 if misconduct else 1),
        reporter=None if anonymous else _reporter(reporter, language),
        anonymous=anonymous,
        confidential=confidential or misconduct,
        language=language,
        title=(title.strip() or title_of(text))[:200],
        text=text.strip(),
        place=place[:200],
        happened_on=happened_on,
        happened_at=happened_at[:40],
        created_at=at,
        updated_at=at,
    )
    case.save(force_insert=True)
    running = clocks.build(case, _STARTING_CLOCKS[1:] if misconduct else _STARTING_CLOCKS, at)
    Clock.objects.bulk_create(running)
    case.next_due_at = min(item.due_at for item in running if item.due_at)
    entry = timeline.append(
        case,
        EntryKind.RECEIVED,
        actor=actor,
        at=at,
        text=case.text,
        public=True,
        data={"channel": str(channel)},
    )
    case.save(update_fields=["next_due_at", "entries", "head_hash"])
    attach(case, attachments, entry_seq=entry.seq)
    search.index(case, fresh=True)
    emit(CaseReceived(subject=case.subject, case_id=case.pk, seq=entry.seq, channel=str(channel)))
    return case


def attach(
    case: Case, files: Sequence[NewAttachment], *, entry_seq: int, public: bool = True
) -> list[Attachment]:
    """Tie stored files to a case and to the entry they came with."""
    if not files:
        return []
    return Attachment.objects.bulk_create(
        Attachment(
            case=case,
            entry_seq=entry_seq,
            sha256=file.sha256,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            problem=file.problem,
            public=public,
        )
        for file in files
    )


def _reporter(given: ReporterDetails | Reporter | None, language: str) -> Reporter | None:
    if given is None or isinstance(given, Reporter):
        return given
    return find_or_make_reporter(given, language=language)


def find_or_make_reporter(details: ReporterDetails, *, language: str) -> Reporter:
    """The reporter known by this mail address, else by this telephone number, else a new one."""
    email = details.email.strip().lower()
    known = Reporter.objects.filter(email=email).order_by("pk").first() if email else None
    if known is None and details.phone and not email:
        known = Reporter.objects.filter(phone=details.phone, email="").order_by("pk").first()
    if known is None:
        return Reporter.objects.create(
            name=details.name.strip(),
            email=email,
            phone=details.phone,
            address=details.address.strip(),
            language=language,
        )
    additions = {
        field: value
        for field in ("name", "phone", "address")
        if (value := getattr(details, field).strip()) and not getattr(known, field)
    }
    if additions:
        for field, value in additions.items():
            setattr(known, field, value)
        known.save(update_fields=list(additions))
    return known


def stop_notices(*, reporter: Reporter, wants: bool = False) -> None:
    """The reporter does not want mails about their cases any more (or again)."""
    Reporter.objects.filter(pk=reporter.pk).update(wants_notices=wants)


def home_unit(kind: UnitKind) -> Unit:
    """The one unit of a kind that reports start at. Raises LookupError when there is none."""
    unit = Unit.objects.filter(kind=kind, closed_on__isnull=True).order_by("pk").first()
    if unit is None:
        raise LookupError(
            f"the directory has no unit of the kind “{kind.value}”: "
            "import the units first (hubung directory import)"
        )
    return unit


def title_of(text: str) -> str:
    """The first sentence, cut at a word."""
    first = re.split(r"(?<=[.!?])\s|\n", text.strip(), maxsplit=1)[0].rstrip(".")
    if len(first) <= TITLE_CHARS:
        return first
    return first[:TITLE_CHARS].rsplit(" ", 1)[0].rstrip(",;:") + " …"
