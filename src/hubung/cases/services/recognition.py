"""Whether reporters are recognised when they call."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.cases.errors import IncompleteError
from hubung.cases.models import Case, Recognition
from hubung.directory.models import Person
from hubung.kernel import clock


@transaction.atomic
def allow_recognition(*, case: Case, by: Person | None = None) -> Recognition:
    """The reporter of this case agrees to be recognised by their telephone number.

    `by` asked them; None: they said so themselves. Said again it changes nothing. Raises
    IncompleteError where no number is known.
    """
    reporter = case.reporter
    if reporter is None or not reporter.phone:
        raise IncompleteError("phone", _("Write down their telephone number first."))
    given, _new = Recognition.objects.get_or_create(
        reporter=reporter, withdrawn_at=None, defaults={"case": case, "given_by": by}
    )
    return given


def end_recognition(*, case: Case, by: Person | None = None) -> int:
    """Nobody with the number of this case's reporter is recognised any more; returns how many were.

    All who share the number: whoever withdraws must not be recognised by an older report.
    """
    reporter = case.reporter
    if reporter is None or not reporter.phone:
        return 0
    given = Recognition.objects.filter(reporter__phone=reporter.phone, withdrawn_at=None)
    return given.update(withdrawn_at=clock.now(), withdrawn_by=by)
