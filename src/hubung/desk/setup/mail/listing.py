"""Mail accounts as the setup lists them: by pages of a fixed size, however many there are.

A page begins after the last address of the one before, so the hundredth costs what the first does;
and nobody counts further than `COUNTED`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from hubung.directory.models import Person, Unit
from hubung.mail import finding, policies, queries
from hubung.mail.models import Account, AccountState

PAGE = 50
COUNTED = 1000


@dataclass(frozen=True)
class Sought:
    """What somebody looks for, as it stands in the address of the page."""

    text: str = ""
    state: str = ""
    unit: str = ""
    unused: bool = False
    after: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Sought:
        state = query.get("keadaan", "")
        return cls(
            text=query.get("cari", "").strip()[:100],
            state=state if state in AccountState.values else "",
            unit=query.get("unit", "").strip()[:100],
            unused=query.get("belum") == "1",
            after=query.get("sesudah", "")[:254],
        )

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.state or self.unit or self.unused)

    def address(self, after: str) -> str:
        """The query of the page that begins after an address."""
        told = {
            "cari": self.text,
            "keadaan": self.state,
            "unit": self.unit,
            "belum": "1" if self.unused else "",
            "sesudah": after,
        }
        return f"?{urlencode({name: value for name, value in told.items() if value})}"


@dataclass(frozen=True)
class Row:
    account: Account
    unit: Unit | None
    last_use: datetime | None


@dataclass(frozen=True)
class Listing:
    """One page; `count` is None where there are more than `COUNTED`."""

    rows: list[Row]
    count: int | None
    following: str
    beginning: str


def listing(viewer: Person, sought: Sought) -> Listing:
    """The accounts that the viewer may see and that are sought."""
    units = _units(sought.unit) if sought.unit else None
    found = finding.logins(_narrowed(viewer, sought), sought.text, units)
    # Few are looked for once, in whatever order the database meets them.
    logins = list(found[: COUNTED + 1])
    count = len(logins) if len(logins) <= COUNTED else None
    if count is None:
        logins = list(found.filter(found__gt=sought.after).order_by("found")[: PAGE + 1])
    else:
        logins = sorted(login for login in logins if login > sought.after)
    shown = logins[:PAGE]
    return Listing(
        rows=_rows(shown),
        count=count,
        following=sought.address(shown[-1]) if len(logins) > PAGE else "",
        beginning=sought.address("") if sought.after else "",
    )


def _rows(logins: Sequence[str]) -> list[Row]:
    """Everything about a page's accounts, in its order."""
    accounts = Account.objects.select_related("person__unit", "unit")
    found = accounts.in_bulk(logins, field_name="login")
    used = queries.last_uses(logins)
    return [
        Row(account, account.person.unit if account.person else account.unit, used.get(login))
        for login in logins
        if (account := found.get(login))
    ]


def _narrowed(viewer: Person, sought: Sought) -> QuerySet[Account]:
    accounts = Account.objects.filter(policies.accounts_seen_by(viewer))
    if sought.state:
        accounts = accounts.filter(state=sought.state)
    if sought.unused:
        accounts = queries.never_used(accounts)
    return accounts


def _units(text: str) -> list[int]:
    """The units that are called so, with everything below them; a code is meant exactly."""
    meant = Unit.objects.filter(code__iexact=text)
    if not meant:
        meant = Unit.objects.filter(Q(name__icontains=text) | Q(short_name__icontains=text))
    below = Q(pk__in=[])
    for path in meant.order_by("path").values_list("path", flat=True)[:20]:
        below |= Q(path__startswith=path)
    return list(Unit.objects.filter(below).values_list("pk", flat=True))
