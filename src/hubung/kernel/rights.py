"""Who may open which address: rows that stand beside the routes they speak of.

    urlpatterns = [path("", views.pen, name="pen"), …]
    RIGHTS = {"pen": staff(policies.may_see_pen), …}

Every `urls.py` of the program has such a table, by the names of its routes. The views ask the same
functions; a test walks every address as every role and compares, and docs/reference/rights.md is
printed from the rows. An address without a row fails that test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Who(Enum):
    """What must be known of a visitor before anything else is asked."""

    EVERYBODY = "everybody"
    #: A code, a token or a half-finished sign-in stands for a name; roles give nothing.
    BEARER = "whoever has what it asks for"
    ACCOUNT = "whoever is signed in"
    #: With a role, and a second factor used in this session.
    STAFF = "staff"


@dataclass(frozen=True)
class Access:
    """Who may open an address.

    `may(person)`: whether their roles reach; `sends(person)`: whether they may besides send its
    form; `sees(person, thing)`: whether they may know of the thing that the address names. Who may
    not know of it is answered as if it did not exist. `thing` says in words what is asked of it.
    """

    who: Who
    may: Callable[[Any], object] | None = None
    sees: Callable[[Any, Any], object] | None = None
    thing: str = ""
    sends: Callable[[Any], object] | None = None

    def opens(self, person: Any, thing: Any = None, method: str = "GET") -> bool:
        """Whether somebody who is staff may open it with these roles."""
        if self.may is not None and not self.may(person):
            return False
        if method == "POST" and self.sends is not None and not self.sends(person):
            return False
        return self.sees is None or bool(self.sees(person, thing))


EVERYBODY = Access(Who.EVERYBODY)
ACCOUNT = Access(Who.ACCOUNT)
STAFF = Access(Who.STAFF)


def secret(thing: str) -> Access:
    """For whoever has what `thing` names."""
    return Access(Who.BEARER, thing=thing)


def staff(
    may: Callable[[Any], object] | None = None,
    *,
    sees: Callable[[Any, Any], object] | None = None,
    thing: str = "",
    sends: Callable[[Any], object] | None = None,
) -> Access:
    """For staff whose roles reach, and who may know of the thing that the address names."""
    return Access(Who.STAFF, may, sees, thing, sends)
