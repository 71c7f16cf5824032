"""Chosen members of a group changed together, and what another program needs besides."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person
from hubung.kernel.events import emit
from hubung.mail import policies
from hubung.mail.events import GroupChanged
from hubung.mail.models import Account, Group, GroupMember, GroupRule
from hubung.mail.services.errors import MailError


@transaction.atomic
def choose_members(
    *, by: Person | None, group: Group, add: Iterable[Account] = (), remove: Iterable[Account] = ()
) -> None:
    """Some come, some go; who is there already, or was never there, does no harm.

    Raises MailError for a group whose members a rule chooses.
    """
    policies.require(policies.may_keep_group(by, group))
    if group.rule != GroupRule.CHOSEN:
        raise MailError(_("The members of this group follow a rule; nobody is added by hand."))
    added, removed = list(add), list(remove)
    GroupMember.objects.filter(group=group, account__in=removed).delete()
    GroupMember.objects.bulk_create(
        [GroupMember(group=group, account=account) for account in added], ignore_conflicts=True
    )
    _tell(by, group, {"added": len(added), "removed": len(removed)})


@transaction.atomic
def rename_group(*, by: Person | None, group: Group, name: str) -> None:
    """Another name; its addresses stay."""
    policies.require(policies.may_keep_group(by, group))
    if not name.strip():
        raise MailError(_("Give the group a name."))
    group.name = name.strip()
    group.save(update_fields=["name"])
    _tell(by, group, {"renamed": True})


def _tell(by: Person | None, group: Group, data: dict[str, int | bool]) -> None:
    record(Act.MAIL_CHANGED, by, f"mailgroup:{group.pk}", data=data)
    emit(GroupChanged(by_id=by.pk if by else None, group_id=group.pk))
