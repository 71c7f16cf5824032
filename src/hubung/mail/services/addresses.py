"""Addresses given one by one, and where mail of an account goes besides."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person, Post, Unit
from hubung.directory.policies import administers_ministry
from hubung.mail import names, policies
from hubung.mail.models import Account, Address, Domain, Forward, Group
from hubung.mail.services.domains import derive_addresses
from hubung.mail.services.errors import MailError
from hubung.mail.services.reserved import case_addresses, reserved_names


def check_free(address: str, *, for_person: bool) -> Domain:
    """The domain of an address that may be given. Raises MailError, with why not."""
    local, _at, name = address.rpartition("@")
    domain = Domain.objects.filter(name=name, alias_of=None).first()
    if domain is None:
        raise MailError(
            _("%(address)s is not in one of the ministry's domains.") % {"address": address}
        )
    if not names.is_local(local):
        raise MailError(
            _("“%(name)s” cannot stand before the @: use letters, digits, dots and hyphens.")
            % {"name": local}
        )
    if address in case_addresses():
        raise MailError(_("What comes to %(address)s becomes a case.") % {"address": address})
    if for_person and local in reserved_names():
        raise MailError(
            _("“%(name)s” is kept for the ministry; a person can't have it.") % {"name": local}
        )
    if Address.objects.filter(address=address).exists():
        raise MailError(_("%(address)s is somebody's already.") % {"address": address})
    return domain


@transaction.atomic
def give_address(
    *,
    by: Person | None,
    address: str,
    account: Account | None = None,
    post: Post | None = None,
    unit: Unit | None = None,
    group: Group | None = None,
) -> Address:
    """One more address for exactly one of these. Raises MailError when it is not free."""
    policies.require(policies.may_keep_mail(by))
    address = address.strip().lower()
    domain = check_free(address, for_person=account is not None and not account.is_shared)
    given = Address.objects.create(
        address=address, domain=domain, account=account, post=post, unit=unit, group=group
    )
    derive_addresses()
    record(Act.MAIL_CHANGED, by, f"mailaddress:{given.pk}", data={"given": True})
    return given


@transaction.atomic
def take_address(*, by: Person | None, address: Address) -> None:
    """Nobody has it any more, in no domain. Raises MailError for an account's main one."""
    policies.require(policies.may_keep_mail(by))
    if address.account is not None and address.account.login == address.address:
        raise MailError(_("This is the main address of the account; it stays."))
    like = [f"{address.local}@{alias.name}" for alias in address.domain.aliases.all()]
    Address.objects.filter(address__in=like, derived=True).delete()
    record(Act.MAIL_CHANGED, by, f"mailaddress:{address.pk}", data={"given": False})
    address.delete()


def may_forward(by: Person | None, account: Account, target: str) -> bool:
    """Inside the ministry: its owner and keepers. Outside: only administrators of the ministry."""
    if administers_ministry(by):
        return True
    inside = Domain.objects.filter(name=names.domain_of(target)).exists()
    own = by is not None and account.person_id == by.pk
    return inside and (own or policies.may_keep_account(by, account))


@transaction.atomic
def add_forward(
    *,
    by: Person | None,
    account: Account,
    target: str,
    keep_copy: bool = True,
    ends_on: date | None = None,
) -> Forward:
    """Send mail of an account on. Raises MailError for what is no address, or leads in a circle."""
    target = target.strip().lower()
    if not names.is_address(target):
        raise MailError(_("“%(text)s” is no mail address.") % {"text": target})
    if not may_forward(by, account, target):
        raise MailError(
            _("Official mail stays in the ministry: only its administrators forward it outside.")
        )
    if _leads_back(account, target):
        raise MailError(_("Mail would come back from %(target)s.") % {"target": target})
    forward, _new = Forward.objects.update_or_create(
        account=account,
        target=target,
        defaults={"keep_copy": keep_copy, "ends_on": ends_on, "made_by": by},
    )
    record(Act.MAIL_CHANGED, by, f"mailbox:{account.pk}", data={"forward": forward.pk})
    return forward


def _leads_back(account: Account, target: str) -> bool:
    """Whether some way of forwards from the target ends at the account itself."""
    seen: set[str] = set()
    waiting = {target}
    while waiting:
        accounts = set(
            Address.objects.filter(address__in=waiting, account__isnull=False).values_list(
                "account_id", flat=True
            )
        )
        if account.pk in accounts:
            return True
        seen |= waiting
        onward = Forward.objects.filter(account__in=accounts).values_list("target", flat=True)
        waiting = set(onward) - seen
    return False


@transaction.atomic
def end_forward(*, by: Person | None, forward: Forward) -> None:
    """Its owner and keepers may."""
    account = forward.account
    own = by is not None and account.person_id == by.pk
    policies.require(own or policies.may_keep_account(by, account))
    record(Act.MAIL_CHANGED, by, f"mailbox:{account.pk}", data={"forward_ended": forward.pk})
    forward.delete()
