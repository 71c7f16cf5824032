"""A formal request comes in: by a form, at the counter, or as a report that turns out to be one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hubung.cases import clocks, search
from hubung.cases.change import change
from hubung.cases.choices import Channel, ClockName, EntryKind, Kind
from hubung.cases.errors import IncompleteError
from hubung.cases.events import CaseChanged
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case
from hubung.cases.services import NewAttachment, ReporterDetails, receive_case
from hubung.cases.services.handling import move
from hubung.cases.services.reporters import find_or_make_reporters
from hubung.cases.timeline import REPORTER, Actor
from hubung.directory.models import Person, UnitKind
from hubung.directory.queries import home_unit
from hubung.disclosure.register.models import Exemption
from hubung.disclosure.requests.choices import Applicant, Delivery, Obtain
from hubung.disclosure.requests.models import DecreeNumber, Request
from hubung.kernel import sealed


@dataclass(frozen=True, kw_only=True)
class Asker:
    """The fields of the law but for the details: who asks, what for, and how to have it.

    `who.nik` is for a person, `decree` for a legal entity; one of the two.
    """

    applicant: Applicant
    who: ReporterDetails
    decree: str = field(default="", repr=False)
    principal: str = ""
    purpose: str
    obtain: Obtain
    delivery: Delivery


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a door hands over; `exemption` is what closes already what they ask for."""

    asker: Asker
    details: str
    channel: Channel | str
    language: str = "id"
    external_id: str | None = None
    attachments: Sequence[NewAttachment] = ()
    actor: Actor = REPORTER
    received_at: datetime | None = None
    exemption: Exemption | None = None


@transaction.atomic
def receive_request(asked: Asked) -> Request:
    """Record a request and start its ten days; the same `external_id` again gives the same one.

    Raises IncompleteError for what the law asks for and is missing.
    """
    _require_fields(asked.asker)
    case = receive_case(
        channel=asked.channel,
        kind=Kind.PUBLIC_INFORMATION,
        text=asked.details,
        reporter=asked.asker.who,
        language=asked.language,
        external_id=asked.external_id,
        attachments=asked.attachments,
        actor=asked.actor,
        received_at=asked.received_at,
    )
    known = Request.objects.filter(case=case).first()
    return known or _write(case, asked.asker, asked.exemption)


@transaction.atomic
def turn_into_request(*, actor: Person, case: Case, asker: Asker, details: str) -> Request:
    """A report (often a mail or a call) is one for public information: its fields were asked for.

    It keeps number, code, timeline and the day of receipt, from which the ten days count.
    Raises IncompleteError, and NotAllowedError as for a correction of facts.
    """
    _require_fields(asker)
    if case.confidential or case.anonymous:
        raise IncompleteError(
            "name",
            _("A confidential or anonymous report stays so. Take the request down as a new one."),
        )
    if not details.strip():
        raise IncompleteError("details", _("Write which information is asked for."))
    with change(case, actor=Actor.staff(actor), action=Action.EDIT) as it:
        before, it.case.kind = it.case.kind, Kind.PUBLIC_INFORMATION
        it.case.reporter = find_or_make_reporters([(asker.who, it.case.language)])[0]
        it.case.text = details.strip()
        clocks.stop(it.case, it.at, ClockName.TIER1, ClockName.VERIFY, ClockName.FOLLOW_UP)
        clocks.set_limits(it.case, it.at)
        it.log(
            EntryKind.CHANGED,
            text=details.strip(),
            data={"changed": {"kind": [before, Kind.PUBLIC_INFORMATION.value]}},
        )
        with translation.override(it.case.language):
            why = _("Formal requests are answered by the information officer.")
        move(it, tier=2, unit=home_unit(UnitKind.MINISTRY), reason=why, owner=None)
        it.emit(CaseChanged)
        search.index(it.case)
        return _write(it.case, asker)


def _write(case: Case, asker: Asker, exemption: Exemption | None = None) -> Request:
    request = Request.objects.create(
        case=case,
        exemption=exemption,
        applicant=asker.applicant,
        principal=asker.principal.strip()[:150],
        purpose=asker.purpose.strip(),
        obtain=asker.obtain,
        delivery=asker.delivery,
    )
    if asker.decree:
        DecreeNumber.of(request.pk, asker.decree.strip(), sealed.current()).save(force_insert=True)
    return request


def _require_fields(asker: Asker) -> None:
    if not asker.who.name.strip():
        raise IncompleteError("name", _("Write the name."))
    if asker.applicant == Applicant.PERSON and not asker.who.nik:
        raise IncompleteError("nik", _("Write the NIK: the law asks who requests information."))
    if asker.applicant == Applicant.ENTITY and not asker.decree.strip():
        raise IncompleteError("decree", _("Write the number of the decree of the legal entity."))
    if not asker.who.address.strip():
        raise IncompleteError("address", _("Write the address."))
    if not asker.who.key:
        raise IncompleteError("phone", _("Write a mobile number or an e-mail address."))
    if not asker.purpose.strip():
        raise IncompleteError("purpose", _("Write what the information is for."))
    if asker.delivery == Delivery.EMAIL and not asker.who.email:
        raise IncompleteError("email", _("Write the e-mail address that it is to be sent to."))
