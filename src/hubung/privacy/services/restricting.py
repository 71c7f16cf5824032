"""The use of data is restricted: nobody but the officer sees the report until that is lifted."""

from __future__ import annotations

from django.db import transaction

from hubung.cases import clocks
from hubung.cases.choices import EntryKind, Status
from hubung.cases.events import CaseChanged
from hubung.cases.models import Case
from hubung.cases.timeline import Actor
from hubung.directory.models import Person
from hubung.privacy import policies
from hubung.privacy.models import Request, Restriction
from hubung.privacy.queries import restriction_of
from hubung.privacy.services.carrying_out import conclude, ready
from hubung.privacy.touching import touching


@transaction.atomic
def restrict(*, actor: Person, request: Request, text: str) -> Case:
    """Restrict the use of their reports, and answer the request.

    The clocks of work stand still meanwhile: the ministry may not work on it.
    """
    for case in ready(actor, request):
        if restriction_of(case) is not None:
            continue
        with touching(case, Actor.staff(actor)) as it:
            it.case.restricted = True
            clocks.pause(it.case, it.at)
            Restriction.objects.create(case=it.case, request=request, since=it.at, placed_by=actor)
            it.log(EntryKind.RESTRICTED, public=True)
            it.emit(CaseChanged)
    return conclude(actor=actor, request=request, text=text)


@transaction.atomic
def lift(*, actor: Person, restriction: Restriction) -> None:
    """The report may be used again; its clocks go on, unless they wait for the reporter."""
    case = restriction.case
    policies.require(policies.is_kept_by(actor, case))
    if restriction.lifted_at is not None:
        return
    with touching(case, Actor.staff(actor)) as it:
        it.case.restricted = False
        if it.case.status != Status.INCOMPLETE:
            clocks.resume(it.case, it.at)
        it.log(EntryKind.UNRESTRICTED, public=True)
        it.emit(CaseChanged)
        restriction.lifted_at, restriction.lifted_by = it.at, actor
        restriction.save(update_fields=["lifted_at", "lifted_by"])
