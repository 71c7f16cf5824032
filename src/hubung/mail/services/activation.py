"""Links that open new accounts: to the coordinator of the unit, who brings each to its person.

No password is made or sent. Whoever opens a link chooses how they sign in from then on.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Grant, Person, Role, Unit, in_force, today
from hubung.directory.queries import has_role, holders_of
from hubung.directory.services import lock_tree
from hubung.kernel import bulk, clock
from hubung.mail import policies, queries, telling
from hubung.mail.models import Account, ActivationLink
from hubung.mail.services.errors import MailError

#: People in one letter; a unit with more has several.
IN_ONE_LETTER = 50


@dataclass
class Sent:
    """How many links went in how many letters, and whose went to nobody."""

    links: int = 0
    letters: int = 0
    left: list[Account] = field(default_factory=list)


@dataclass(frozen=True)
class _Handed:
    """A person's account, and the address that opens it."""

    account: Account
    link: str


@transaction.atomic
def send_due_links() -> Sent:
    """To everybody who never got one; twice does nothing more."""
    lock_tree()
    return _send(queries.waiting().filter(activation_links=None))


@transaction.atomic
def send_links(*, by: Person, units: QuerySet[Unit]) -> Sent:
    """Once more to the coordinators of these units; what they had before opens nothing any more.

    Raises PermissionDenied unless `by` looks after all of them.
    """
    for unit in units:
        policies.require(has_role(by, *policies.KEEPERS, unit=unit))
    lock_tree()
    sent = _send(queries.waiting().filter(person__unit__in=units))
    record(Act.MAIL_CHANGED, by, "mail:activation", data={"links": sent.links})
    return sent


@transaction.atomic
def make_link(*, by: Person, account: Account) -> str:
    """One for whoever asks, to hand over at once: the address, which is kept nowhere.

    Raises PermissionDenied, and MailError for an account that its person has opened already.
    """
    policies.require(policies.may_activate(by, account))
    if not queries.waiting().filter(pk=account.pk).exists():
        raise MailError(_("This account needs no link: it is in use, or closed."))
    (handed,) = _links({by: [account]})[by]
    record(Act.MAIL_CHANGED, by, f"mailbox:{account.pk}", data={"links": 1})
    return handed.link


def account_of(secret: str) -> Account | None:
    """Whose account a link opens now."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    link = (
        ActivationLink.objects.filter(secret_sha256=digest, used_at=None, ends_at__gt=clock.now())
        .select_related("account__person__unit", "handed_to")
        .first()
    )
    if link is None or not queries.waiting().filter(pk=link.account_id).exists():
        return None
    return link.account if policies.may_activate(link.handed_to, link.account) else None


def keepers(account: Account) -> list[Person]:
    """Who may hand its person a link, the nearest first: coordinators before administrators."""
    person = account.person
    if person is None:
        return []
    unit = person.unit or Unit.objects.filter(parent=None).first()
    found: list[Person] = []
    for role in Role.UNIT_COORDINATOR, Role.ADMINISTRATOR:
        found += holders_of(role, unit=unit) if unit else ()
    return [keeper for keeper in found if policies.may_activate(keeper, account)]


def _send(accounts: QuerySet[Account]) -> Sent:
    sent = Sent()
    by_keeper: dict[Person, list[Account]] = defaultdict(list)
    for account, keeper in _with_keepers(accounts):
        if keeper is None:
            sent.left.append(account)
        else:
            by_keeper[keeper].append(account)
    for keeper, handed in _links(by_keeper).items():
        for start in range(0, len(handed), IN_ONE_LETTER):
            _tell(keeper, handed[start : start + IN_ONE_LETTER])
            sent.letters += 1
        sent.links += len(handed)
    return sent


def _with_keepers(accounts: QuerySet[Account]) -> Iterable[tuple[Account, Person | None]]:
    """Each with who brings its link. People without a role have the keepers of their unit, which
    are looked up once."""
    with_role = set(
        Grant.objects.filter(in_force(today())).values_list("person_id", flat=True).distinct()
    )
    of_unit: dict[int | None, Person | None] = {}
    for account in accounts.select_related("person__unit").order_by("person__unit__path", "login"):
        person = account.person
        if person is None:
            continue
        if person.pk in with_role:
            yield account, next(iter(keepers(account)), None)
            continue
        if person.unit_id not in of_unit:
            of_unit[person.unit_id] = next(iter(keepers(account)), None)
        yield account, of_unit[person.unit_id]


def _links(by_keeper: dict[Person, list[Account]]) -> dict[Person, list[_Handed]]:
    """New links; older ones of the same accounts open nothing from now on."""
    now = clock.now()
    ends_at = now + timedelta(days=settings.HUBUNG.mail_system.activation_days)
    accounts = [account.pk for each in by_keeper.values() for account in each]
    still = ActivationLink.objects.filter(used_at=None, ends_at__gt=now)
    for start in range(0, len(accounts), 10_000):
        still.filter(account__in=accounts[start : start + 10_000]).update(ends_at=now)
    rows: list[ActivationLink] = []
    made: dict[Person, list[_Handed]] = {}
    for keeper, theirs in by_keeper.items():
        made[keeper] = []
        for account in theirs:
            secret = secrets.token_urlsafe(20)
            rows.append(
                ActivationLink(
                    account=account,
                    secret_sha256=hashlib.sha256(secret.encode()).hexdigest(),
                    handed_to=keeper,
                    made_at=now,
                    ends_at=ends_at,
                )
            )
            link = settings.HUBUNG.public_url + reverse("mail:activate", args=[secret])
            made[keeper].append(_Handed(account, link))
    bulk.insert(rows)
    return made


def _tell(keeper: Person, handed: Sequence[_Handed]) -> None:
    ends_on = today() + timedelta(days=settings.HUBUNG.mail_system.activation_days)
    telling.tell(
        keeper,
        gettext_lazy("New mail accounts: links to hand over"),
        "activation",
        handed=handed,
        ends_on=ends_on,
    )
