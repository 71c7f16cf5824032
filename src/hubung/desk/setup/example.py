"""An invented case, so that a text can be read as a reporter would."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext, override

from hubung.cases.models import Case, Reporter
from hubung.directory.models import Unit
from hubung.kernel import clock

#: Not stored, so any number does.
_NUMBER = 4711
_DUE_IN = timedelta(days=5)


def example_case(unit: Unit, language: str) -> Case:
    """A case of this unit with every fact that a placeholder asks for; never saved."""
    now = clock.now()
    with override(language):
        return Case(
            pk=_NUMBER,
            unit=unit,
            language=language,
            title=gettext("The ferry left without a notice"),
            reporter=Reporter(name=gettext("Example Reporter")),
            created_at=now,
            next_due_at=now + _DUE_IN,
        )
