"""Questions about accounts: who belongs to a group, when somebody last signed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from hubung.directory.models import Grant, Holding, Person, Post, Unit, in_force, today
from hubung.kernel import clock
from hubung.mail.models import (
    Account,
    AccountState,
    Address,
    Group,
    GroupRule,
    GroupWriter,
    Use,
    Writers,
)

#: Of a unit, a state: so few are looked through one by one.
FEW = 1000


def taking_mail(way: str = "") -> Q:
    """A filter on Account, as the daemons' views have it; or on what leads to one by a `way__`."""
    day = today()
    closes = f"{way}closes_on"
    return (
        ~Q((f"{way}state", AccountState.CLOSED))
        & Q((f"{way}opens_on__lte", day))
        & (Q((f"{closes}__isnull", True)) | Q((f"{closes}__gt", day)))
    )


def waiting() -> QuerySet[Account]:
    """Accounts whose person can open them now, and never did."""
    return Account.objects.filter(taking_mail(), state=AccountState.WAITING, person__is_active=True)


@dataclass(frozen=True)
class UnitWaiting:
    """Accounts of a unit that wait to be opened; `linked` of them have a link that still opens."""

    unit: Unit
    count: int
    linked: int
    handed_to: str
    ends_at: datetime | None


def waiting_by_unit(units: QuerySet[Unit]) -> list[UnitWaiting]:
    """Of these units, each with who had the links last; those without any waiting left out."""
    alive = Q(activation_links__used_at=None, activation_links__ends_at__gt=clock.now())
    rows = (
        waiting()
        .filter(person__unit__in=units)
        .values("person__unit")
        .annotate(
            count=Count("pk", distinct=True),
            linked=Count("pk", distinct=True, filter=alive),
            handed_to=Max("activation_links__handed_to__name", filter=alive),
            ends_at=Max("activation_links__ends_at", filter=alive),
        )
        .order_by("person__unit__path")
    )
    found = Unit.objects.in_bulk([row["person__unit"] for row in rows])
    return [
        UnitWaiting(
            unit=found[row["person__unit"]],
            count=row["count"],
            linked=row["linked"],
            handed_to=row["handed_to"] or "",
            ends_at=row["ends_at"],
        )
        for row in rows
    ]


def members(group: Group) -> QuerySet[Account]:
    """Who gets what is written to a group now; without its members outside the ministry."""
    found = Account.objects.filter(taking_mail())
    match GroupRule(group.rule):
        case GroupRule.UNIT:
            return found.filter(person__unit=group.unit_id)
        case GroupRule.SUBTREE:
            below = Unit.objects.filter(path__startswith=group.unit.path if group.unit else "-")
            return found.filter(person__unit__in=below)
        case GroupRule.SECTOR:
            return found.filter(person__unit__sector=group.sector)
        case GroupRule.ROLE:
            held = Grant.objects.filter(in_force(today()), role=group.role)
            return found.filter(Exists(held.filter(person=OuterRef("person"))))
        case GroupRule.CHOSEN:
            return found.filter(memberships__group=group)


def memberships(account: Account) -> Q:
    """A filter on Group: those that somebody is a member of now, the other way round than above."""
    found = Q(rule=GroupRule.CHOSEN, pk__in=account.memberships.values("group"))
    if account.person is None:
        return found
    roles = Grant.objects.filter(in_force(today()), person=account.person).values("role")
    found |= Q(rule=GroupRule.ROLE, role__in=roles)
    unit = account.person.unit
    if unit is None:
        return found
    above = [int(pk) for pk in unit.path.strip("/").split("/")]
    return (
        found
        | Q(rule=GroupRule.UNIT, unit=unit)
        | Q(rule=GroupRule.SUBTREE, unit__in=above)
        | Q(rule=GroupRule.SECTOR, sector=unit.sector)
    )


def open_to(account: Account) -> QuerySet[Group]:
    """The groups that somebody who signs in may write to."""
    chosen = GroupWriter.objects.filter(account=account).values("group")
    return Group.objects.filter(
        Q(writers__in=(Writers.ANYBODY, Writers.MINISTRY))
        | Q(writers=Writers.MEMBERS) & memberships(account)
        | Q(writers=Writers.CHOSEN, pk__in=chosen)
    )


def last_uses(logins: Iterable[str]) -> dict[str, datetime]:
    """The last sign-in of each to any service."""
    rows = Use.objects.filter(login__in=list(logins)).values_list("login").annotate(Max("at"))
    return {login: datetime.fromtimestamp(at, UTC) for login, at in rows}


def uses_of(account: Account) -> tuple[dict[str, datetime], dict[int, datetime]]:
    """The last sign-in of an account by service, and by the app password that was used."""
    services: dict[str, datetime] = {}
    devices: dict[int, datetime] = {}
    for use in Use.objects.filter(login=account.login).order_by("at"):
        at = datetime.fromtimestamp(use.at, UTC)
        service, _slash, device = use.service.partition("/")
        services[service] = at
        if device.isdigit():
            devices[int(device)] = at
    return services, devices


def in_units(units: Collection[int]) -> Q:
    """A filter on Account: of these units, by its person or, for a shared one, itself.

    Few people are looked for by an index. Of many the database gathers all before it looks at the
    accounts, which is quicker than to ask for the person of each.
    """
    people = _few_people(units)
    theirs = Q(person__in=_people(units).values("pk") if people is None else people)
    return theirs | Q(person=None, unit__in=units)


def are_few(units: Collection[int]) -> bool:
    """Whether no more than `FEW` people are in these units."""
    return _few_people(units) is not None


def _few_people(units: Collection[int]) -> list[int] | None:
    found = list(_people(units).values_list("pk", flat=True)[: FEW + 1])
    return found if len(found) <= FEW else None


def _people(units: Collection[int]) -> QuerySet[Person]:
    return Person.objects.filter(unit__in=units).order_by()


def never_used(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Those to which nobody has ever signed in."""
    return accounts.filter(~Exists(Use.objects.filter(login=OuterRef("login"))))


def named(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """With `called`: the name of the person or of the shared mailbox."""
    return accounts.annotate(called=Coalesce(F("person__name"), F("label")))


def addresses_of(account: Account) -> list[str]:
    """What somebody reads and may write as: the main one first, then others, posts', units'."""
    held = Post.objects.filter(holdings__in=_holdings(account))
    found = Address.objects.filter(
        Q(account=account)
        | Q(post__in=held)
        | Q(unit__in=held.filter(heads_unit=True).values("unit"))
    )
    others = found.exclude(address=account.login).order_by("derived", "pk")
    return [account.login, *others.values_list("address", flat=True)]


def _holdings(account: Account) -> QuerySet[Holding]:
    return Holding.objects.filter(in_force(today()), person=account.person_id)
