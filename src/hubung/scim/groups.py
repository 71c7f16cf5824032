"""Groups as they are read: which a caller may know of, by which columns, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from scim2_models import Context, Meta, Reference

from hubung.mail.models import Address, Group, GroupMember, GroupRule
from hubung.scim import filtering, ids
from hubung.scim.callers import Caller
from hubung.scim.filtering import Column, Columns, Constant, Many, Order, Text, said
from hubung.scim.models import GroupMark
from hubung.scim.rendering import version_of
from hubung.scim.resources import FullGroup, MailGroup, Member

ENDPOINT = "Groups"


def known_to(caller: Caller) -> QuerySet[Group]:
    """Those of units within its reach; what is the whole ministry's only for the whole ministry."""
    return Group.objects.filter(caller.within("unit__path"))


def with_details(groups: QuerySet[Group]) -> QuerySet[Group]:
    """With all that is shown of them. Shared mailboxes and addresses outside are no users."""
    members = (
        GroupMember.objects.filter(account__person__isnull=False)
        .select_related("account")
        .order_by("pk")
    )
    return groups.select_related("unit", "scim_mark").prefetch_related(
        Prefetch("members", queryset=members, to_attr="people"),
        Prefetch("addresses", queryset=Address.objects.filter(derived=False).order_by("pk")),
    )


def _members(ask: Callable[[Mapping[str, Column]], Q]) -> Q:
    rows = GroupMember.objects.filter(ask(_MEMBER_COLUMNS), group=OuterRef("pk"))
    chosen = Q(rule=GroupRule.CHOSEN)
    return chosen & Q(Exists(rows.filter(account__person__isnull=False)))


def _addresses(ask: Callable[[Mapping[str, Column]], Q]) -> Q:
    rows = Address.objects.filter(ask({"value": Text("address")}), group=OuterRef("pk"))
    return Q(Exists(rows))


_MEMBER_COLUMNS: dict[str, Column] = {
    "value": filtering.Key(ids.USER, "account__person"),
    "type": Constant("User"),
}
COLUMNS: Columns = {
    "id": filtering.Key(ids.GROUP),
    "displayname": Text("name"),
    "externalid": Text("scim_mark__external_id", exact=True),
    "members": Many(_MEMBER_COLUMNS, _members),
    "address": Many({"value": Text("address")}, _addresses),
    "rule": Text("rule"),
    "writers": Text("writers"),
    "unit": Text("unit__code"),
    "meta.resourcetype": Constant("Group"),
}
SORTED: Order = {
    "id": "pk",
    "displayname": Lower("name"),
    "externalid": said("scim_mark__external_id"),
    "rule": "rule",
    "unit": "unit__code",
}


def show(caller: Caller, group: Group) -> FullGroup:
    """A mail group as a group; one whose members follow a rule shows none."""
    key = ids.id_of(ids.GROUP, group.pk)
    chosen = group.rule == GroupRule.CHOSEN
    addresses = [each.address for each in group.addresses.all()]
    shown = FullGroup(
        id=key,
        external_id=mark_of(group).external_id or None,
        display_name=group.name,
        members=[_member(caller, each) for each in people_of(group)] if chosen else None,
    )
    shown[MailGroup] = MailGroup(
        writers=group.writers,
        address=addresses[0] if addresses else None,
        rule=group.rule,
        unit=group.unit.code if group.unit else None,
    )
    shown.meta = Meta(
        resource_type="Group",
        location=f"{caller.base}/{ENDPOINT}/{key}",
        version=version_of(shown.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)),
    )
    return shown


def people_of(group: Group) -> list[GroupMember]:
    """Members that are users, as `with_details` found them."""
    found: list[GroupMember] = group.people  # type: ignore[attr-defined]
    return found


def mark_of(group: Group) -> GroupMark:
    """The row beside a group; an empty one, unsaved, where there is none."""
    found: GroupMark | None = getattr(group, "scim_mark", None)
    return found or GroupMark(group=group)


def _member(caller: Caller, member: GroupMember) -> Member:
    account = member.account
    # As `with_details` chose them.
    assert account is not None and account.person_id is not None  # noqa: S101, PT018
    key = ids.id_of(ids.USER, account.person_id)
    return Member(value=key, ref=Reference(f"{caller.base}/Users/{key}"), type="User")
