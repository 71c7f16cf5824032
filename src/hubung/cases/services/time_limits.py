"""Time limits change from a day on, never backwards: what ran under the old one ends under it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.cases import limits, policies
from hubung.cases.choices import ClockName, Kind
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.events import TimeLimitChanged
from hubung.cases.models import TimeLimit
from hubung.directory.models import Person, today
from hubung.kernel.events import emit


@transaction.atomic
def add_time_limit(
    *,
    by: Person | None,
    clock: ClockName,
    kind: Kind | str,
    days: int,
    working_days: bool,
    hours: bool = False,
    source: str,
    valid_from: date,
) -> TimeLimit:
    """Set how long a step may take from a day on, for one kind of case or (empty) for any.

    `hours`: each of the days is 24 hours from the moment of receipt.
    Raises PermissionDenied, and IncompleteError for a past day or one that has a limit already.
    """
    policies.require_configuring(policies.may_set_limits(by))
    if valid_from < today():
        raise IncompleteError(
            "valid_from", _("A limit holds from today at the earliest; what has passed stays.")
        )
    if TimeLimit.objects.filter(clock=clock, kind=kind, valid_from=valid_from).exists():
        raise IncompleteError(
            "valid_from", _("From that day there is a limit for this already. Choose a later day.")
        )
    limit = TimeLimit.objects.create(
        clock=clock,
        kind=kind,
        days=days,
        working_days=working_days,
        hours=hours,
        source=source,
        valid_from=valid_from,
    )
    _changed(limit, by, added=True)
    return limit


@transaction.atomic
def withdraw_time_limit(*, by: Person | None, limit: TimeLimit) -> None:
    """Take back a limit that does not hold yet. Raises CaseError once it does."""
    policies.require_configuring(policies.may_set_limits(by))
    if limit.valid_from <= today():
        raise CaseError(_("This limit holds already, so it stays. Add a new one from a later day."))
    removed, _rows = TimeLimit.objects.filter(pk=limit.pk).delete()
    if removed:
        _changed(limit, by, added=False)


def _changed(limit: TimeLimit, by: Person | None, *, added: bool) -> None:
    emit(
        TimeLimitChanged(
            clock=limit.clock,
            kind=limit.kind,
            days=limit.days,
            working_days=limit.working_days,
            valid_from=limit.valid_from.isoformat(),
            added=added,
            by_id=by.pk if by else None,
        )
    )
    transaction.on_commit(limits.forget)
