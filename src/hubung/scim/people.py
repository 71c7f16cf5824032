"""Users as they are read: whom a caller may know of, by which columns, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from scim2_models import Context, Meta, Reference

from hubung.directory.models import Person, StaffNumber
from hubung.mail.models import Address, GroupMember, GroupRule
from hubung.scim import filtering, ids
from hubung.scim.callers import Caller
from hubung.scim.filtering import Column, Columns, Constant, Many, Order, Text, said
from hubung.scim.models import UserMark
from hubung.scim.rendering import version_of
from hubung.scim.resources import Email, EnterpriseUser, FullUser, Membership, Name

ENDPOINT = "Users"


def main_domain() -> str:
    return str(settings.HUBUNG.mail.domains[0]).lower()


def full_name(user_name: str) -> str:
    """The address that a user name means."""
    name = user_name.strip().lower()
    return name if "@" in name else f"{name}@{main_domain()}"


def known_to(caller: Caller) -> QuerySet[Person]:
    """Those within its reach. Whom it took away is hidden, until they are active again."""
    hidden = Q(scim_mark__removed_at__isnull=False, is_active=False)
    return Person.objects.filter(caller.within("unit__path")).exclude(hidden)


def with_details(people: QuerySet[Person]) -> QuerySet[Person]:
    """With everything that is shown of them, in as many queries for one as for a page."""
    addresses = Address.objects.order_by("pk")
    memberships = GroupMember.objects.filter(group__rule=GroupRule.CHOSEN).select_related("group")
    return people.select_related("unit", "scim_mark", "mail_account").prefetch_related(
        Prefetch("mail_account__addresses", queryset=addresses),
        Prefetch("mail_account__memberships", queryset=memberships.order_by("group_id")),
    )


def _emails(ask: Callable[[Mapping[str, Column]], Q]) -> Q:
    """Somebody's address, or another one of their mailbox."""
    constant = {"type": Constant("work")}
    main = ask(constant | {"value": Text("email"), "primary": Constant(True)})
    other = ask(constant | {"value": Text("address"), "primary": Constant(False)})
    rows = Address.objects.filter(other, account__person=OuterRef("pk"))
    return main | Q(Exists(rows.exclude(address=OuterRef("email"))))


def _groups(ask: Callable[[Mapping[str, Column]], Q]) -> Q:
    rows = GroupMember.objects.filter(ask(_GROUP_COLUMNS), account__person=OuterRef("pk"))
    return Q(Exists(rows.filter(group__rule=GroupRule.CHOSEN)))


def _number(nip: str) -> Q:
    return Q(pk__in=StaffNumber.objects.filter(StaffNumber.matching(nip)).values("pk"))


_EMAIL_COLUMNS: dict[str, Column] = {
    "value": Text("email"),
    "type": Constant("work"),
    "primary": Constant(True),
}
_GROUP_COLUMNS: dict[str, Column] = {
    "value": filtering.Key(ids.GROUP, "group"),
    "display": Text("group__name"),
    "type": Constant("direct"),
}


def columns_for(caller: Caller) -> Columns:
    """By what the caller may filter; a NIP is matched for whoever may read it."""
    columns: dict[str, Column | Many] = {
        "id": filtering.Key(ids.USER),
        "username": Text("email", read=full_name),
        "externalid": Text("scim_mark__external_id", exact=True),
        "name.formatted": Text("name"),
        "displayname": Text("name"),
        "title": Text("title"),
        "active": filtering.Flag("is_active"),
        "emails": Many(_EMAIL_COLUMNS, _emails),
        "groups": Many(_GROUP_COLUMNS, _groups),
        "department": Text("unit__code"),
        "meta.created": filtering.Moment("created_at"),
        "meta.resourcetype": Constant("User"),
    }
    if caller.sees_numbers:
        columns["employeenumber"] = filtering.Only(_number, Q(nip__isnull=False))
    return columns


#: By what one sorts.
SORTED: Order = {
    "id": "pk",
    "username": "email",
    "externalid": said("scim_mark__external_id"),
    "name.formatted": Lower("name"),
    "displayname": Lower("name"),
    "title": Lower(said("title")),
    "active": "is_active",
    "emails": "email",
    "emails.value": "email",
    "department": "unit__code",
    "meta.created": "created_at",
}


def show(caller: Caller, person: Person, *, number: str | None = None) -> FullUser:
    """A person as a user; `number` is their NIP where it was asked for and may be told."""
    mark = mark_of(person)
    key = ids.id_of(ids.USER, person.pk)
    user = FullUser(
        id=key,
        external_id=mark.external_id or None,
        user_name=_user_name(person, mark),
        name=Name(formatted=person.name),
        display_name=person.name,
        title=person.title or None,
        active=person.is_active,
        emails=list(_email_list(person)),
        groups=list(_group_list(caller, person)) or None,
    )
    if person.unit is not None:
        user[EnterpriseUser] = EnterpriseUser(department=person.unit.code)
    user.meta = Meta(
        resource_type="User",
        created=person.created_at,
        location=f"{caller.base}/{ENDPOINT}/{key}",
        version=version_of(user.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)),
    )
    if number is not None:
        if user[EnterpriseUser] is None:
            user[EnterpriseUser] = EnterpriseUser()
        user[EnterpriseUser].employee_number = number
    return user


def mark_of(person: Person) -> UserMark:
    """The row beside a person; an empty one, unsaved, where there is none."""
    found: UserMark | None = getattr(person, "scim_mark", None)
    return found or UserMark(person=person)


def numbers_of(caller: Caller, people: list[Person]) -> dict[int, str]:
    """Their NIPs, which is on record first."""
    rows = list(StaffNumber.objects.filter(person__in=people))
    caller.note_numbers([person for person in people if person.pk in {row.pk for row in rows}])
    return {row.pk: row.reveal() for row in rows}


def wants_numbers(caller: Caller, asked: Mapping[str, Any]) -> bool:
    """Whether NIPs are asked for by their name, by a token that may read them."""
    attributes = asked.get("attributes") or ""
    names = attributes.split(",") if isinstance(attributes, str) else attributes
    return caller.sees_numbers and any(
        str(name).strip().lower().endswith("employeenumber") for name in names
    )


def _user_name(person: Person, mark: UserMark) -> str:
    return person.email.removesuffix(f"@{main_domain()}") if mark.bare_name else person.email


def _email_list(person: Person) -> Iterable[Email]:
    yield Email(value=person.email, type="work", primary=True)
    account = getattr(person, "mail_account", None)
    for address in account.addresses.all() if account else ():
        if address.address != person.email:
            yield Email(value=address.address, type="work", primary=False)


def _group_list(caller: Caller, person: Person) -> Iterable[Membership]:
    account = getattr(person, "mail_account", None)
    for membership in account.memberships.all() if account else ():
        key = ids.id_of(ids.GROUP, membership.group_id)
        yield Membership(
            value=key,
            ref=Reference(f"{caller.base}/Groups/{key}"),
            display=membership.group.name,
            type="direct",
        )
