"""What all four rights have in common when they are carried out."""

from __future__ import annotations

from django.utils import translation

from hubung.cases.choices import Outcome
from hubung.cases.models import Case
from hubung.cases.services import NewAttachment, answer_case
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.privacy import policies
from hubung.privacy.errors import NotIdentifiedError, RefusedError
from hubung.privacy.models import Request
from hubung.privacy.queries import cases_of, is_known, obstacles


def ready(actor: Person, request: Request) -> list[Case]:
    """The reports that a request is carried out on.

    Raises PermissionDenied, NotIdentifiedError, and RefusedError when a law stands against it.
    """
    policies.require(policies.handles(actor, request.case))
    cases = cases_of(request)
    if not is_known(request, cases):
        raise NotIdentifiedError
    if found := obstacles(request.right, cases):
        raise RefusedError(found)
    return cases


def conclude(
    *,
    actor: Person,
    request: Request,
    text: str,
    outcome: Outcome = Outcome.RESOLVED,
    attachments: tuple[NewAttachment, ...] = (),
) -> Case:
    """Answer the request; its clock stops."""
    with translation.override(request.case.language):
        case = answer_case(
            actor=actor,
            case=request.case,
            text=text,
            outcome=outcome,
            attachments=attachments,
        )
    request.carried_out_at = clock.now()
    request.save(update_fields=["carried_out_at"])
    return case
