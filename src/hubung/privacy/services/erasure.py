"""An erasure request is carried out, if no law stands against it."""

from __future__ import annotations

from django.db import transaction

from hubung.cases.models import Case
from hubung.directory.models import Person
from hubung.privacy.choices import Why
from hubung.privacy.erasing import erase_case
from hubung.privacy.models import Request
from hubung.privacy.services.carrying_out import conclude, ready


@transaction.atomic
def erase(*, actor: Person, request: Request, text: str) -> Case:
    """Erase their reports and answer the request.

    The request itself keeps the name and address that the answer goes to, until its own time of
    retention is over (`retention.erasure_requests`). Raises RefusedError.
    """
    for case in ready(actor, request):
        erase_case(case, why=Why.REQUEST, by=actor)
    return conclude(actor=actor, request=request, text=text)
