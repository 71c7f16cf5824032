"""Questions about accounts: who belongs to a group, when somebody last signed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from hubung.directory.models import Grant, Unit, in_force, today
from hubung.mail.models import Account, AccountState, Group, GroupRule, Use


def taking_mail() -> Q:
    """A filter on Account, as the daemons' views have it."""
    day = today()
    return (
        ~Q(state=AccountState.CLOSED)
        & Q(opens_on__lte=day)
        & (Q(closes_on__isnull=True) | Q(closes_on__gt=day))
    )


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


def in_units(units: QuerySet[Unit]) -> Q:
    """A filter on Account: of these units, by its person or, for a shared one, itself."""
    keys = units.values("pk")
    return Q(person__unit__in=keys) | Q(person=None, unit__in=keys)


def never_used(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Those to which nobody has ever signed in."""
    return accounts.filter(~Exists(Use.objects.filter(login=OuterRef("login"))))


def named(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """With `called`: the name of the person or of the shared mailbox."""
    return accounts.annotate(called=Coalesce(F("person__name"), F("label")))
