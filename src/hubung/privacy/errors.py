"""What can go wrong with a request, in words for the officer."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hubung.cases.errors import CaseError
from hubung.cases.models import Case
from hubung.privacy.choices import Ground


class NotIdentifiedError(CaseError):
    """Nothing is given or changed before it is known who asks."""

    def __init__(self) -> None:
        super().__init__(_("First make sure who asks, and choose the reports that are theirs."))


class RefusedError(CaseError):
    """The law stands against it; `grounds` says for which report, and why."""

    def __init__(self, grounds: Sequence[tuple[Case, Ground]]) -> None:
        self.grounds = grounds
        super().__init__("\n".join(f"{case.number}: {ground.label}" for case, ground in grounds))
