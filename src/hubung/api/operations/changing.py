"""What every operation that changes a case has in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext

from hubung.api import problems
from hubung.api.auth import needs
from hubung.api.callers import ApiRequest
from hubung.api.idempotency import once
from hubung.api.models import Scope
from hubung.api.operations import telling
from hubung.api.problems import Problem
from hubung.api.schemas import changes as schemas
from hubung.api.schemas.common import Input, answers
from hubung.cases.models import Case
from hubung.cases.services import NewAttachment
from hubung.channels.web import uploads
from hubung.directory.models import Person

WRITE = needs(Scope.CASES_WRITE)
CHANGED = answers(schemas.Done, 400, 404, 409, 413, 422)


def change(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: Input | None,
    key: str | None,
    work: Callable[[Person, Case], Case],
) -> schemas.Done:
    """Let a person do something with a case that they see."""

    def find_and_work() -> schemas.Done:
        # Inside, because the same call again is answered also when the case has left one's sight.
        case = request.auth.find_case(number)
        return telling.done(work(request.auth.acting, case))

    return once(request, response, key, asked, find_and_work)


def attached(references: Sequence[str]) -> list[NewAttachment]:
    """The files that these references stand for. Raises Problem for one that stands for none."""
    known = {kept.reference: kept.file for kept in uploads.recall(references)}
    if wrong := [at for at, each in enumerate(references) if each not in known]:
        raise Problem(
            problems.INVALID,
            errors=[
                (f"/files/{at}", gettext("Upload the file again: this reference has ended."))
                for at in wrong
            ],
        )
    return list(known.values())
