"""What can go wrong with the register, in words for the person who tried."""

from __future__ import annotations

from django.utils.translation import gettext as _


class RegisterError(Exception):
    """Nothing was changed. `str()` says why and what to do; `field` names it for a form."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class ChangedMeanwhileError(RegisterError):
    """The item is no longer what the person saw."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody changed this item while you were writing. What you typed is still "
                "here; look at what is new, then send it again."
            )
        )
