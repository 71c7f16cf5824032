"""A report told at the desk: written down, taken and perhaps answered, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from hubung.cases import services
from hubung.cases.change import change
from hubung.cases.choices import EntryKind
from hubung.cases.events import CaseChanged
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case, Handler, Reporter
from hubung.cases.queries import by_external_id
from hubung.cases.services import NewAttachment, ReporterDetails
from hubung.cases.services.receiving import GUARDED
from hubung.cases.timeline import SYSTEM, Actor
from hubung.desk.intake.policies import Counter
from hubung.directory.models import Person
from hubung.kernel import clock

#: A letter counts as received when the office opened that day.
OFFICE_OPENS = time(8)


def write_down(
    *,
    actor: Person,
    counter: Counter,
    report: Mapping[str, Any],
    files: Sequence[NewAttachment],
    submission: str,
    recognised: Reporter | None = None,
) -> Case:
    """Record a report as `intake.forms.IntakeForm` cleans it; `recognised` is the
    reporter whom the actor knows by number or address.

    The same report under the same submission id is the same case. Raises CaseError.
    """
    external_id = f"{submission}:{_fingerprint(report, files)}"
    channel = report["channel"]
    if known := by_external_id(channel, external_id):
        return known
    try:
        return _write_down(actor, counter, report, files, external_id, recognised)
    except IntegrityError:
        # Its twin was committed a moment earlier.
        if twin := by_external_id(channel, external_id):
            return twin
        raise


@transaction.atomic
def _write_down(
    actor: Person,
    counter: Counter,
    report: Mapping[str, Any],
    files: Sequence[NewAttachment],
    external_id: str,
    recognised: Reporter | None,
) -> Case:
    guarded = report["kind"] in GUARDED
    case = services.receive_case(
        channel=report["channel"],
        external_id=external_id,
        text=report["text"],
        kind=report["kind"],
        sector=report["sector"],
        reporter=_known(recognised, report) or _reporter(report),
        anonymous=report["anonymous"],
        confidential=report["confidential"],
        place=report["place"],
        happened_on=report["happened_on"],
        happened_at=report["happened_at"],
        language=report["language"],
        attachments=files,
        actor=Actor.staff(actor),
        # These find their own way, to those who alone may see them, whoever wrote it down.
        unit=None if guarded else counter.unit,
        tier=None if guarded else counter.tier,
        received_at=received_at(report["received_on"], counter.unit.timezone),
    )
    if report.get("recognise") and case.reporter is not None and case.reporter.phone:
        services.allow_recognition(case=case, by=actor)
    if guarded:
        return case
    answers = bool(report["answer"])
    if case.confidential and (report["take"] or answers):
        _name_recorder(case, actor)
    if report["take"] or answers:
        case = services.take_case(actor=actor, case=case)
    if answers:
        case = services.answer_case(
            actor=actor, case=case, text=report["answer"], outcome=report["outcome"]
        )
    return case


def received_at(on: date | None, zone: str) -> datetime | None:
    """The moment from which the time limits of a letter count; None for now."""
    local = clock.now().astimezone(ZoneInfo(zone))
    if on is None or on >= local.date():
        return None
    return datetime.combine(on, OFFICE_OPENS, ZoneInfo(zone))


def _name_recorder(case: Case, actor: Person) -> None:
    """Who wrote a confidential report down knows it already, and goes on with it."""
    with change(case, actor=SYSTEM, action=Action.NAME_HANDLER) as it:
        Handler.objects.get_or_create(
            case=it.case, person=actor, defaults={"named_by": actor, "named_at": it.at}
        )
        it.log(EntryKind.HANDLER, text=actor.name, data={"person": actor.pk, "removed": False})
        it.emit(CaseChanged)


def _known(recognised: Reporter | None, report: Mapping[str, Any]) -> Reporter | None:
    """A NIK that is not known as theirs is never added to them: it makes a reporter of its own."""
    if recognised and report["nik"] and not services.has_nik(recognised, report["nik"]):
        return None
    return recognised


def _reporter(report: Mapping[str, Any]) -> ReporterDetails | None:
    if report["anonymous"]:
        return None
    return ReporterDetails(
        name=report["name"],
        email=report["email"],
        phone=report["phone"],
        address=report["address"],
        nik=report["nik"],
    )


def _fingerprint(report: Mapping[str, Any], files: Sequence[NewAttachment]) -> str:
    said = {name: str(value) for name, value in report.items() if name != "attachments"}
    # The fingerprint is kept, and a plain hash of a number that has a form can be guessed.
    said["nik"] = salted_hmac("hubung.intake.nik", report["nik"], algorithm="sha256").hexdigest()
    said["contents"] = " ".join(sorted(file.sha256 for file in files))
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:24]
