"""What other parts of the program add to what an application is told of a person.

@told_for("mail")
def mailbox(person: Person) -> dict[str, str]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hubung.directory.models import Person

Teller = Callable[[Person], Mapping[str, Any]]

_tellers: dict[str, Teller] = {}


def told_for(scope: str) -> Callable[[Teller], Teller]:
    """Register what is told to whoever was granted a scope."""

    def register(teller: Teller) -> Teller:
        _tellers[scope] = teller
        return teller

    return register


def told(person: Person, scopes: Iterable[str]) -> dict[str, Any]:
    return {
        name: value
        for scope in scopes
        if scope in _tellers
        for name, value in _tellers[scope](person).items()
    }
