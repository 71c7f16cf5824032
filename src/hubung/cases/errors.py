"""What can go wrong with a case, in words for the person who tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from hubung.cases.choices import Status
    from hubung.cases.lifecycle import Action
    from hubung.directory.models import Person


class CaseError(Exception):
    """Nothing was changed. `str()` says why and what to do, in the language of the request."""


class NotAllowedError(CaseError):
    """The person's roles do not cover this action on this case."""

    def __init__(self, action: Action) -> None:
        self.action = action
        super().__init__(
            _("Your roles do not allow “%(action)s” on this case.") % {"action": action.label}
        )


class NotPossibleError(CaseError):
    """The case's status does not allow this action."""

    def __init__(self, action: Action, status: Status) -> None:
        self.action, self.status = action, status
        super().__init__(
            _("“%(action)s” is not possible while the case is “%(status)s”.")
            % {"action": action.label, "status": status.label}
        )


class MergedError(CaseError):
    """Another case speaks for this one."""

    def __init__(self) -> None:
        super().__init__(
            _("This report has become part of another one, and goes on there. Nothing was changed.")
        )


class AlreadyTakenError(CaseError):
    """Somebody else took the case a moment before."""

    def __init__(self, owner: Person) -> None:
        self.owner = owner
        super().__init__(
            _("%(name)s took this case just before you. Nothing was changed.")
            % {"name": owner.name}
        )


class ChangedMeanwhileError(CaseError):
    """The case is no longer what the person saw when they decided."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This case was changed while you were writing. Your text is kept; "
                "read what is new, then send it again."
            )
        )


class IncompleteError(CaseError):
    """Something required is missing; `field` names it for the form."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)
