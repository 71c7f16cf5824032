"""Groups: who belongs to them is a rule, who may write to them a choice."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person, Unit
from hubung.kernel.events import emit
from hubung.mail import names, policies
from hubung.mail.events import GroupChanged
from hubung.mail.models import (
    Account,
    Address,
    Domain,
    Group,
    GroupMember,
    GroupRule,
    GroupWriter,
    Writers,
)
from hubung.mail.models.moderation import UNDELIVERED
from hubung.mail.services.addresses import check_free
from hubung.mail.services.domains import derive_addresses
from hubung.mail.services.errors import MailError


@transaction.atomic
def make_group(
    *,
    by: Person | None,
    address: str,
    name: str,
    rule: GroupRule,
    unit: Unit | None = None,
    role: str = "",
    sector: str = "",
    writers: Writers = Writers.MINISTRY,
) -> Group:
    """A group with its address. Raises MailError when the address is taken or the rule lacks its
    unit, role or sector."""
    group = Group(name=name.strip(), rule=rule, unit=unit, role=role, sector=sector)
    group.writers = writers
    policies.require(policies.may_keep_group(by, group))
    _check_rule(group)
    address = address.strip().lower()
    domain = check_free(address, for_person=False)
    group.save()
    Address.objects.create(address=address, domain=domain, group=group)
    derive_addresses()
    _tell(by, group)
    return group


def _check_rule(group: Group) -> None:
    if not group.name:
        raise MailError(_("Give the group a name."))
    missing = {
        GroupRule.UNIT: group.unit is None,
        GroupRule.SUBTREE: group.unit is None,
        GroupRule.ROLE: not group.role,
        GroupRule.SECTOR: not group.sector,
        GroupRule.CHOSEN: False,
    }
    if missing[GroupRule(group.rule)]:
        raise MailError(_("Say whose group it is: choose the unit, the role or the sector."))


@transaction.atomic
def set_writers(
    *, by: Person | None, group: Group, writers: Writers, chosen: Iterable[Account] = ()
) -> None:
    """Who may write to a group from now on."""
    policies.require(policies.may_keep_group(by, group))
    group.writers = writers
    group.save(update_fields=["writers"])
    group.chosen_writers.all().delete()
    GroupWriter.objects.bulk_create(GroupWriter(group=group, account=one) for one in chosen)
    _tell(by, group)


@transaction.atomic
def add_member(*, by: Person | None, group: Group, address: str) -> GroupMember:
    """Choose a member: an account by one of its addresses, or somebody outside.

    Raises MailError for a group whose members a rule chooses, and for what is no address.
    """
    policies.require(policies.may_keep_group(by, group))
    if group.rule != GroupRule.CHOSEN:
        raise MailError(_("The members of this group follow a rule; nobody is added by hand."))
    address = address.strip().lower()
    own = Address.objects.filter(address=address).select_related("account").first()
    if own is not None and own.account is None:
        raise MailError(
            _("%(address)s is no mailbox. Choose people, shared mailboxes or addresses outside.")
            % {"address": address}
        )
    if own is None and (not names.is_address(address) or _is_ours(address)):
        raise MailError(_("Nobody has the address “%(address)s”.") % {"address": address})
    member, _new = GroupMember.objects.get_or_create(
        group=group, account=own.account if own else None, outside="" if own else address
    )
    _tell(by, group)
    return member


def _is_ours(address: str) -> bool:
    return Domain.objects.filter(name=names.domain_of(address)).exists()


@transaction.atomic
def remove_member(*, by: Person | None, member: GroupMember) -> None:
    group = member.group
    policies.require(policies.may_keep_group(by, group))
    member.delete()
    _tell(by, group)


@transaction.atomic
def end_group(*, by: Person | None, group: Group) -> None:
    """A group with its addresses is gone. Raises MailError for one that its unit has by rule."""
    policies.require(policies.may_keep_group(by, group))
    if group.made_by_rule:
        raise MailError(_("This group belongs to its unit, and ends with it."))
    if group.letters.filter(state__in=UNDELIVERED).exists():
        raise MailError(_("Letters still wait for a decision. Release or reject them first."))
    record(Act.MAIL_CHANGED, by, f"mailgroup:{group.pk}", data={"ended": True})
    group.delete()


def _tell(by: Person | None, group: Group) -> None:
    record(Act.MAIL_CHANGED, by, f"mailgroup:{group.pk}", data={"writers": group.writers})
    emit(GroupChanged(by_id=by.pk if by else None, group_id=group.pk))
