"""Handing in how long services took."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from ninja import Router

from hubung.api import problems
from hubung.api.auth import needs
from hubung.api.callers import ApiRequest, Caller
from hubung.api.models import Scope
from hubung.api.problems import Problem
from hubung.api.schemas import times as schemas
from hubung.api.schemas.common import answers
from hubung.insight.models import Service
from hubung.insight.times import handing_in, policies
from hubung.insight.times.handing_in import Finished, WrongTimesError

router = Router(tags=["services"])


@router.post(
    "/services/{code}/times",
    response=answers(schemas.TimesTaken, 400, 404, 413, 422),
    summary=_("Hand in how long a service took"),
    description=_(
        "All of it, or nothing where something is wrong. The registry counts the working days and "
        "publishes their median and their slowest tenth. The same may be sent again."
    ),
    operation_id="hand_in_times",
    **needs(Scope.TIMES_WRITE),
)
def hand_in_times(request: ApiRequest, code: str, asked: schemas.TimesIn) -> schemas.TimesTaken:
    service = _find(request.auth, code)
    finished = [Finished(**dict(item)) for item in asked.items]
    wrong = []
    for at, one in enumerate(finished):
        try:
            handing_in.check(one, service)
        except WrongTimesError as error:
            wrong.append((f"/items/{at}/{error.field}", str(error)))
    if wrong:
        raise Problem(problems.INVALID, errors=wrong)
    return schemas.TimesTaken(**handing_in.hand_in(service, finished, by=request.auth.person))


def _find(caller: Caller, code: str) -> Service:
    """The service, where the caller answers for it. Raises Problem."""
    service = Service.objects.select_related("unit").filter(code=code).first()
    if service is None or not _may_keep(caller, service):
        raise Problem(problems.NOT_FOUND)
    return service


def _may_keep(caller: Caller, service: Service) -> bool:
    if caller.application is not None:
        paths = caller.application.units.values_list("path", flat=True)
        return any(service.unit.path.startswith(path) for path in paths)
    return policies.may_keep(caller.acting, service)
