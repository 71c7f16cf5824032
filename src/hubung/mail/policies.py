"""Who may change the mail. `None` stands for the system itself: a command, an import, a rule."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hubung.directory.accounts.services import may_look_after
from hubung.directory.models import Person, Role
from hubung.directory.policies import administers_ministry
from hubung.directory.queries import has_role, unit_ids
from hubung.mail import queries
from hubung.mail.models import Account, AppPassword, Group, HeldCopy

#: Who looks after the accounts of a unit and of those below it.
KEEPERS = (Role.ADMINISTRATOR, Role.UNIT_COORDINATOR)


def may_keep_mail(person: Person | None) -> bool:
    """Domains, names that are free to give, and everything else that is the whole ministry's."""
    return administers_ministry(person)


def may_see_accounts(person: Person) -> bool:
    return person.is_active and has_role(person, *KEEPERS)


def accounts_seen_by(person: Person) -> Q:
    """A filter on Account: those of the units that they administer or coordinate."""
    if administers_ministry(person):
        return Q()
    return queries.in_units(unit_ids(person, *KEEPERS))


def may_see_account(person: Person, account: Account) -> bool:
    unit = account.person.unit if account.person else account.unit
    if unit is None:
        return administers_ministry(person)
    return person.is_active and has_role(person, *KEEPERS, unit=unit)


def may_keep_account(person: Person | None, account: Account) -> bool:
    """Suspend it and let it go on: who looks after its unit, though nobody after their own."""
    if person is None:
        return True
    return account.person_id != person.pk and may_see_account(person, account)


def may_activate(person: Person | None, account: Account) -> bool:
    """Hand its person the link that opens the account; whoever has it can be them for a moment.

    So the links of people with a role go through administrators of their unit alone.
    """
    if person is None or account.person is None:
        return person is None
    if account.person.grants:
        return may_look_after(person, account.person)
    return may_keep_account(person, account)


def may_keep_group(person: Person | None, group: Group) -> bool:
    """A unit's group is its keepers'; what reaches beyond one unit is the ministry's."""
    if person is None:
        return True
    if group.unit is None:
        return administers_ministry(person)
    return person.is_active and has_role(person, *KEEPERS, unit=group.unit)


def may_moderate(person: Person, group: Group) -> bool:
    """Decide about letters to it: the chosen ones, those with its role, and its keepers."""
    if not person.is_active:
        return False
    role = group.moderator_role
    held = bool(role) and has_role(person, Role(role), unit=group.unit)
    chosen = group.chosen_moderators.filter(account__person=person)
    return held or may_keep_group(person, group) or chosen.exists()


def groups_moderated_by(person: Person) -> list[Group]:
    """Those that `may_moderate` says yes to; the ministry has few that are moderated."""
    groups = Group.objects.filter(moderated=True).select_related("unit")
    return [group for group in groups if may_moderate(person, group)]


def groups_kept_by(person: Person) -> QuerySet[Group]:
    """Those that `may_keep_group` says yes to."""
    if administers_ministry(person):
        return Group.objects.all()
    return Group.objects.filter(unit__in=unit_ids(person, *KEEPERS))


def may_keep_device(person: Person | None, device: AppPassword) -> bool:
    """Its owner, and whoever looks after the account."""
    if person is None:
        return True
    return device.account.person_id == person.pk or may_keep_account(person, device.account)


def may_see_held(person: Person | None, copy: HeldCopy) -> bool:
    """A held letter: its reader, who keeps the reader's account, and the ministry's."""
    if person is None or administers_ministry(person):
        return True
    if copy.account is None:
        return False
    return copy.account.person_id == person.pk or may_see_account(person, copy.account)


def may_release(person: Person | None, copy: HeldCopy) -> bool:
    """What carries malware is let through by the ministry's administrators, and by nobody else."""
    if copy.letter.virus:
        return may_keep_mail(person) if person else True
    return may_see_held(person, copy)


def held_seen_by(person: Person) -> Q:
    """A filter on HeldCopy, for those who look after others' mail."""
    if administers_ministry(person):
        return Q()
    return Q(account__in=Account.objects.filter(accounts_seen_by(person)))


def has_mailbox(person: Person) -> bool:
    """Whether there is a page about their own mail for them."""
    return Account.objects.filter(person=person.pk).exists()


def require(allowed: bool) -> None:
    """Raises PermissionDenied with a sentence for people."""
    if not allowed:
        raise PermissionDenied(_("Your roles do not include this part of the mail."))
