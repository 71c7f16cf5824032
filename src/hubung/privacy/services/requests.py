"""A request comes in, and it is made sure whose it is and which reports are meant."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hubung.cases.change import change
from hubung.cases.choices import Channel, EntryKind, Kind
from hubung.cases.errors import IncompleteError
from hubung.cases.events import CaseChanged
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case
from hubung.cases.reading import note_reading
from hubung.cases.services import ReporterDetails, receive_case, reject_case
from hubung.cases.timeline import REPORTER, SYSTEM, Actor
from hubung.directory.models import Person, UnitKind
from hubung.directory.queries import home_unit
from hubung.kernel import clock
from hubung.privacy import policies
from hubung.privacy.choices import Ground, Proof, Right
from hubung.privacy.errors import NotIdentifiedError
from hubung.privacy.models import Belonging, Request
from hubung.privacy.queries import candidates, request_of


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a door hands over. `proven` is the report whose number and code were given.

    `address_proved`: whoever asks is signed in with the reporter's mail address. That it is read by
    them is known then; who they are is not.
    """

    right: Right
    channel: Channel
    text: str = ""
    reporter: ReporterDetails | None = None
    proven: Case | None = None
    address_proved: bool = False
    language: str = "id"
    external_id: str | None = None
    actor: Actor = REPORTER


@transaction.atomic
def receive_request(asked: Asked) -> Request:
    """Record a request and start its 72 hours; the same `external_id` again gives the same one.

    Number and code of a report prove that this report is theirs, and nothing more. A request about
    a report of misconduct goes to the Inspectorate, as the report did.
    """
    proven = asked.proven
    known = proven.reporter if proven is not None else None
    secret = proven is not None and proven.kind == Kind.MISCONDUCT
    with translation.override(asked.language):
        title = str(asked.right.label)
    case = receive_case(
        channel=asked.channel,
        kind=Kind.PERSONAL_DATA,
        title=title,
        text=asked.text.strip() or title,
        reporter=known or asked.reporter,
        anonymous=proven is not None and proven.anonymous,
        language=asked.language,
        external_id=asked.external_id,
        actor=asked.actor,
        unit=home_unit(UnitKind.INSPECTORATE) if secret else None,
    )
    defaults = {"right": asked.right, "address_proved": asked.address_proved}
    request, made = Request.objects.get_or_create(case=case, defaults=defaults)
    if made and proven is not None:
        Belonging.objects.create(request=request, case=proven, proof=Proof.CODE)
        _identify(request, Actor(REPORTER.kind), None, str(Proof.CODE.label))
    return request


def choose_right(*, actor: Person, case: Case, right: Right | str) -> Request:
    """What a request asks for that came by mail or by another door that does not say it."""
    policies.require(policies.handles(actor, case))
    request = request_of(case)
    if right not in Right.values:
        raise IncompleteError("right", _("Choose what is asked for."))
    with change(case, actor=Actor.staff(actor), action=Action.NOTE) as it:
        request.right = str(right)
        request.save(update_fields=["right"])
        with translation.override(settings.LANGUAGE_CODE):
            asked = str(Right(right).label)
        it.log(EntryKind.CHANGED, text=asked, data={"changed": {}, "right": str(right)})
        it.emit(CaseChanged)
    return request


def confirm_identity(*, actor: Person, request: Request, how: str) -> None:
    """An officer has made sure who asks. `how`, as “KTP seen at the counter”, without numbers."""
    policies.require(policies.handles(actor, request.case))
    if not how.strip():
        raise IncompleteError("how", _("Write how you made sure, for example: KTP seen."))
    if sum(sign.isdigit() for sign in how) >= _DIGITS_OF_A_NUMBER:
        raise IncompleteError("how", _("Leave numbers of documents out; say only what you saw."))
    _identify(request, Actor.staff(actor), actor, how.strip()[:200])


#: A NIK has 16 digits, a passport fewer; a date has eight.
_DIGITS_OF_A_NUMBER = 9


def _identify(request: Request, actor: Actor, by: Person | None, how: str) -> None:
    with change(request.case_id, actor=SYSTEM, action=Action.NOTE) as it:
        it.actor = actor
        it.log(EntryKind.IDENTIFIED, text=how)
        it.emit(CaseChanged)
        request.identified_by, request.identified_at = by, it.at
        request.save(update_fields=["identified_by", "identified_at"])


@transaction.atomic
def choose_reports(*, actor: Person, request: Request, chosen: Collection[int]) -> None:
    """Which of the reports with their contact data are theirs; what a code has proved stays so.

    Raises NotIdentifiedError before an officer has made sure of the person.
    """
    policies.require(policies.handles(actor, request.case))
    if request.identified_by_id is None:
        raise NotIdentifiedError
    offered = {one.case.pk: one for one in candidates(request) if one.proof != Proof.CODE}
    fresh = [one.case for pk, one in offered.items() if pk in chosen and one.proof is None]
    gone = [pk for pk, one in offered.items() if pk not in chosen and one.proof is not None]
    request.belongings.filter(case__in=gone).delete()
    Belonging.objects.bulk_create(
        Belonging(
            request=request,
            case=case,
            proof=Proof.OFFICER,
            confirmed_by=actor,
            confirmed_at=clock.now(),
        )
        for case in fresh
    )
    note_reading(actor, fresh)


def refuse(*, actor: Person, request: Request, ground: Ground | str, words: str = "") -> Case:
    """Say no, with the reason that the law gives; whoever asked reads it."""
    policies.require(policies.handles(actor, request.case))
    if ground not in Ground.values:
        raise IncompleteError("ground", _("Choose the reason."))
    with translation.override(request.case.language):
        reason = str(Ground(ground).label)
    said = f"{reason}\n\n{words.strip()}".strip()
    return reject_case(actor=actor, case=request.case, reason=said)
