"""Mail accounts as the setup lists them: by pages of a fixed size, however many there are.

A page begins after the last address of the one before, so the hundredth costs what the first does;
and nobody counts further than `COUNTED`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from hubung.directory.models import Person, Unit
from hubung.mail import policies, queries
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
    found = _found(viewer, sought)
    page = found.filter(login__gt=sought.after) if sought.after else found
    accounts = list(page.select_related("person__unit", "unit").order_by("login")[: PAGE + 1])
    shown = accounts[:PAGE]
    # What fits one page is not looked for twice.
    is_all = not sought.after and len(accounts) <= PAGE
    count = len(accounts) if is_all else found.order_by()[: COUNTED + 1].count()
    used = queries.last_uses(account.login for account in shown)
    rows = [
        Row(
            account,
            account.person.unit if account.person else account.unit,
            used.get(account.login),
        )
        for account in shown
    ]
    return Listing(
        rows=rows,
        count=count if count <= COUNTED else None,
        following=sought.address(shown[-1].login) if len(accounts) > PAGE else "",
        beginning=sought.address("") if sought.after else "",
    )


def _found(viewer: Person, sought: Sought) -> QuerySet[Account]:
    accounts = Account.objects.filter(policies.accounts_seen_by(viewer))
    if sought.state:
        accounts = accounts.filter(state=sought.state)
    if sought.unit:
        accounts = accounts.filter(queries.in_units(_units(sought.unit)))
    if sought.unused:
        accounts = queries.never_used(accounts)
    for word in sought.text.split():
        accounts = accounts.filter(
            Q(login__icontains=word) | Q(person__name__icontains=word) | Q(label__icontains=word)
        )
    return accounts


def _units(text: str) -> QuerySet[Unit]:
    """The units that are called so, with everything below them; a code is meant exactly."""
    meant = Unit.objects.filter(code__iexact=text)
    if not meant:
        meant = Unit.objects.filter(Q(name__icontains=text) | Q(short_name__icontains=text))
    below = Q(pk__in=[])
    for path in meant.order_by("path").values_list("path", flat=True)[:20]:
        below |= Q(path__startswith=path)
    return Unit.objects.filter(below)
