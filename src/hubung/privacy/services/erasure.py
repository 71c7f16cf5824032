"""An erasure request is carried out, if no law stands against it."""

from __future__ import annotations

from django.db import transaction

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases.models import Case
from hubung.directory.models import Person
from hubung.privacy import elsewhere
from hubung.privacy.choices import Why
from hubung.privacy.erasing import erase_case
from hubung.privacy.models import Request
from hubung.privacy.queries import addresses_of, kept_elsewhere
from hubung.privacy.services.carrying_out import conclude, ready


@transaction.atomic
def erase(*, actor: Person, request: Request, text: str) -> Case:
    """Erase their reports, and what is kept by their mail address; answer the request.

    The request itself keeps the name and address that the answer goes to, until its own time of
    retention is over (`retention.erasure_requests`). Raises RefusedError.
    """
    cases = ready(actor, request)
    emails = addresses_of(request) if kept_elsewhere(request) else set()
    for case in cases:
        erase_case(case, why=Why.REQUEST, by=actor)
    if emails:
        elsewhere.erase(emails)
        record(Act.DATA_ERASED, actor, request.case.subject, data={"act": str(Why.REQUEST)})
    return conclude(actor=actor, request=request, text=text)
