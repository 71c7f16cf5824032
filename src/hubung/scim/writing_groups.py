"""Groups as they are written: mail groups whose members are chosen, by the mail's own services."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _
from scim2_models import MutabilityException

from hubung.directory.models import Person
from hubung.mail import names, services
from hubung.mail.models import Account, Address, Group, GroupRule, Writers
from hubung.mail.services.domains import keep_domains
from hubung.scim import faults, ids, people
from hubung.scim.callers import Caller
from hubung.scim.groups import mark_of, people_of
from hubung.scim.models import EXTERNAL_ID_LENGTH
from hubung.scim.resources import GROUP_NAME_LENGTH, FullGroup, MailGroup, Member

_NAMELESS = "grup"
_LOCAL_LENGTH = 64
_MEMBERS = 10_000


def create(caller: Caller, wanted: FullGroup) -> int:
    """A group with an address made of its name, and its members. Returns the id."""
    name = _name(wanted)
    address = _address(name)
    if Address.objects.filter(address=address).exists():
        raise faults.unique(
            _("%(address)s is taken already. Choose another name for the group.")
            % {"address": address}
        )
    unit = None if caller.reaches_all or not caller.units else caller.units[0]
    group = services.make_group(
        by=caller.person,
        address=address,
        name=name,
        rule=GroupRule.CHOSEN,
        unit=unit,
        writers=_writers(wanted),
    )
    _mark(group, wanted)
    accounts = _accounts(caller, _wanted_members(wanted))
    if accounts:
        services.choose_members(by=caller.person, group=group, add=accounts)
    caller.note("created", f"mailgroup:{group.pk}")
    return group.pk


def change(caller: Caller, group: Group, wanted: FullGroup) -> None:
    """Bring a group in line with what is wanted."""
    _require_chosen(group)
    fields = []
    name = _name(wanted)
    if name != group.name:
        services.rename_group(by=caller.person, group=group, name=name)
        fields.append("displayName")
    writers = _writers(wanted, group)
    if writers != group.writers:
        services.set_writers(by=caller.person, group=group, writers=writers)
        fields.append("writers")
    _mark(group, wanted)
    there = {each.account.person_id: each.account for each in people_of(group) if each.account}
    members = _wanted_members(wanted)
    kept = set(members)
    come = [pk for pk in members if pk not in there]
    gone = [account for pk, account in there.items() if pk not in kept]
    if come or gone:
        added = _accounts(caller, come)
        services.choose_members(by=caller.person, group=group, add=added, remove=gone)
        fields.append("members")
    caller.note("changed", f"mailgroup:{group.pk}", fields)


def remove(caller: Caller, group: Group) -> None:
    """The group and its addresses are gone; the mail that it carried stays with its members."""
    _require_chosen(group)
    caller.note("removed", f"mailgroup:{group.pk}")
    services.end_group(by=caller.person, group=group)


def _require_chosen(group: Group) -> None:
    if group.rule != GroupRule.CHOSEN:
        raise MutabilityException(
            detail=_("This group follows a rule of the ministry; it cannot be changed here.")
        )


def _name(wanted: FullGroup) -> str:
    name = (wanted.display_name or "").strip()
    if not name:
        raise faults.value(_("Give the group a name."))
    if len(name) > GROUP_NAME_LENGTH:
        raise faults.value(
            _("“%(name)s” has at most %(length)d characters.")
            % {"name": "displayName", "length": GROUP_NAME_LENGTH}
        )
    return name


def _writers(wanted: FullGroup, group: Group | None = None) -> Writers:
    """Who may write; those that are chosen one by one, are chosen at the desk, and may stay."""
    extension = wanted[MailGroup]
    said = ((extension.writers or "") if extension else "").strip().lower()
    if group is not None and said in ("", group.writers):
        return Writers(group.writers)
    if said not in (Writers.ANYBODY, Writers.MINISTRY, Writers.MEMBERS):
        raise faults.value(_("Writers are “anybody”, “ministry” or “members”."))
    return Writers(said)


def _address(name: str) -> str:
    """`Tim Tanggap Darurat` → `tim-tanggap-darurat@…`; a name that is an address is one."""
    domains = [domain.name for domain in keep_domains()]
    lowered = name.lower()
    if names.is_address(lowered) and names.domain_of(lowered) in domains:
        return lowered
    plain = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    local = re.sub(r"[^a-z0-9]+", "-", plain)[:_LOCAL_LENGTH].strip("-")
    return f"{local or _NAMELESS}@{people.main_domain()}"


def _mark(group: Group, wanted: FullGroup) -> None:
    external_id = wanted.external_id or ""
    if len(external_id) > EXTERNAL_ID_LENGTH:
        raise faults.value(
            _("“%(name)s” has at most %(length)d characters.")
            % {"name": "externalId", "length": EXTERNAL_ID_LENGTH}
        )
    mark = mark_of(group)
    if mark.external_id != external_id:
        mark.external_id = external_id
        mark.save()


def _wanted_members(wanted: FullGroup) -> list[int]:
    """Their ids, each once. Raises InvalidValueException for what names no user."""
    if len(wanted.members or []) > _MEMBERS:
        raise faults.value(
            _("A group has at most %(count)d chosen members; larger ones follow a rule.")
            % {"count": _MEMBERS}
        )
    found: dict[int, None] = {}
    for member in wanted.members or []:
        found[_id_of(member)] = None
    return list(found)


def _id_of(member: Member) -> int:
    if (member.type or "User").lower() != "user":
        raise faults.value(_("Members of a group are users; it has no groups in it."))
    said = member.value or str(member.ref or "").rpartition("/")[2]
    key = ids.key_of(ids.USER, said)
    if key is None:
        raise faults.value(_("There is no user with the id “%(id)s”.") % {"id": said[:40]})
    return key


def _accounts(caller: Caller, keys: list[int]) -> list[Account]:
    """The mailboxes of these people, opened where they have none."""
    found: dict[int, Person] = people.known_to(caller).in_bulk(keys)
    if missing := [pk for pk in keys if pk not in found]:
        raise faults.value(
            _("There is no user with the id “%(id)s”.") % {"id": ids.id_of(ids.USER, missing[0])}
        )
    there = {each.person_id: each for each in Account.objects.filter(person__in=keys)}
    accounts = []
    for pk in keys:
        account = there.get(pk) or services.open_mailbox(by=caller.person, person=found[pk])
        if account is None:
            raise faults.value(
                _("%(person)s has no mailbox here, and cannot be in a mail group.")
                % {"person": found[pk].email}
            )
        accounts.append(account)
    return accounts
