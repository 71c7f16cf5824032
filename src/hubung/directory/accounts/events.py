"""What happens to accounts; never a secret."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SecondFactorReset(Event):
    """An administrator (None: the command line) took all second factors of a person away."""

    person_id: int
    by_id: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class AccountSwitched(Event):
    """An account was closed, or opened again (`on`); `by_id` None is the command line."""

    person_id: int
    by_id: int | None
    on: bool
    reason: str
