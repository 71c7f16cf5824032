"""Legal holds: what a proceeding needs is not erased, whoever asks and however old it is."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases.errors import IncompleteError
from hubung.cases.models import Case
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.privacy import policies
from hubung.privacy.models import Hold


@transaction.atomic
def place_hold(*, actor: Person, number: str, reason: str) -> Hold:
    """Keep a report from being erased. Raises IncompleteError when they know of none."""
    policies.require(policies.may_handle(actor))
    case = Case.objects.with_number(number).filter(policies.keeps(actor)).first()
    if case is None:
        raise IncompleteError("number", _("There is no report with this number. Check it again."))
    if not reason.strip():
        raise IncompleteError("reason", _("Name the proceeding that needs it."))
    hold, made = Hold.objects.get_or_create(
        case=case,
        lifted_at=None,
        defaults={
            "reason": reason.strip()[:300],
            "placed_by": actor,
            "placed_at": clock.now(),
        },
    )
    if made:
        record(Act.HELD, actor, case.subject, why=hold.reason, data={"held": True})
    return hold


@transaction.atomic
def lift_hold(*, actor: Person, hold: Hold) -> None:
    """The proceeding is over."""
    policies.require(policies.is_kept_by(actor, hold.case))
    if hold.lifted_at is not None:
        return
    hold.lifted_by, hold.lifted_at = actor, clock.now()
    hold.save(update_fields=["lifted_by", "lifted_at"])
    record(Act.HELD, actor, hold.case.subject, data={"held": False})
