"""Accounts activated, suspended, closed on a day; each at once true for the daemons."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.accounts.services import end_sessions
from hubung.directory.models import Person, Unit, today
from hubung.kernel import clock
from hubung.kernel.events import emit
from hubung.mail import policies
from hubung.mail.events import AccountActivated, AccountCut, AccountResumed
from hubung.mail.models import Account, AccountState, Address, SharedRight
from hubung.mail.models.account import MEBIBYTE
from hubung.mail.services.addresses import check_free
from hubung.mail.services.domains import derive_addresses
from hubung.mail.services.errors import MailError
from hubung.mail.services.words import keep_words


@transaction.atomic
def activate(*, person: Person) -> None:
    """Their account waits no longer: they have signed in themselves. Twice is harmless."""
    waiting = Account.objects.filter(person=person, state=AccountState.WAITING)
    for account in waiting.select_for_update():
        account.state, account.activated_at = AccountState.ACTIVE, clock.now()
        account.save(update_fields=["state", "activated_at"])
        account.activation_links.filter(used_at=None).update(used_at=account.activated_at)
        emit(AccountActivated(by_id=person.pk, account_id=account.pk))


@transaction.atomic
def suspend(*, by: Person | None, account: Account, reason: str) -> None:
    """Cut everything at once: sessions, app passwords, sign-ins. Mail still comes in.

    App passwords are gone for good, since whoever stole one may have made another. Raises
    PermissionDenied, and MailError without a reason or for an account that is closed.
    """
    policies.require(policies.may_keep_account(by, account))
    reason = _reason(reason)
    account = _locked(account)
    if account.state == AccountState.CLOSED:
        raise MailError(_("This account is closed; there is nothing to suspend."))
    if account.state == AccountState.SUSPENDED:
        return
    account.state, account.reason = AccountState.SUSPENDED, reason
    account.save(update_fields=["state", "reason"])
    _cut(by, account)
    record(Act.MAILBOX_SUSPENDED, by, f"mailbox:{account.pk}", why=reason)


@transaction.atomic
def resume(*, by: Person | None, account: Account, reason: str) -> None:
    """A suspended or closed account goes on, with its mail and addresses as they were."""
    policies.require(policies.may_keep_account(by, account))
    reason = _reason(reason)
    account = _locked(account)
    if account.person is not None and not account.person.is_active:
        raise MailError(_("The directory says that this person has left. Change that first."))
    account.state = (
        AccountState.ACTIVE
        if account.activated_at is not None or account.is_shared
        else AccountState.WAITING
    )
    account.reason, account.closes_on = "", None
    account.save(update_fields=["state", "reason", "closes_on"])
    record(Act.MAILBOX_RESUMED, by, f"mailbox:{account.pk}", why=reason)
    emit(AccountResumed(by_id=by.pk if by else None, account_id=account.pk))


@transaction.atomic
def close_on(*, by: Person | None, account: Account, day: date, reason: str) -> None:
    """Close an account from a day on: the daemons stop on that day, whatever else runs or not."""
    policies.require(policies.may_keep_account(by, account))
    reason = _reason(reason)
    account = _locked(account)
    if day < max(today(), account.opens_on):
        raise MailError(_("Choose today or a later day."))
    account.closes_on, account.reason = day, reason
    account.save(update_fields=["closes_on", "reason"])
    record(
        Act.MAILBOX_CLOSED, by, f"mailbox:{account.pk}", why=reason, data={"on": day.isoformat()}
    )
    if day == today():
        settle_closed()


@transaction.atomic
def settle_closed() -> int:
    """Accounts whose last day is over say so, and whoever is still signed in is not any more."""
    over = Account.objects.filter(closes_on__lte=today()).exclude(state=AccountState.CLOSED)
    accounts = list(over.select_for_update())
    for account in accounts:
        account.state = AccountState.CLOSED
        account.save(update_fields=["state"])
        _cut(None, account)
    return len(accounts)


@transaction.atomic
def set_quota(*, by: Person | None, account: Account, mebibytes: int) -> None:
    """Room for this account, whatever the rules say. Raises MailError for less than 100 MiB."""
    policies.require(policies.may_keep_mail(by))
    if mebibytes < 100:
        raise MailError(_("Give an account at least 100 MiB."))
    account.quota_bytes, account.quota_by_hand = mebibytes * MEBIBYTE, True
    account.save(update_fields=["quota_bytes", "quota_by_hand"])
    record(Act.MAIL_CHANGED, by, f"mailbox:{account.pk}", data={"mebibytes": mebibytes})


@transaction.atomic
def open_shared(*, by: Person | None, address: str, label: str, unit: Unit) -> Account:
    """A mailbox that several work with; nobody signs in to it itself."""
    policies.require(policies.may_keep_mail(by))
    if not label.strip():
        raise MailError(_("Give the shared mailbox a name."))
    address = address.strip().lower()
    domain = check_free(address, for_person=False)
    account = Account.objects.create(
        label=label.strip(), unit=unit, login=address, state=AccountState.ACTIVE
    )
    Address.objects.create(address=address, domain=domain, account=account)
    keep_words(Account.objects.filter(pk=account.pk))
    derive_addresses()
    record(Act.MAIL_CHANGED, by, f"mailbox:{account.pk}", data={"shared": True})
    return account


@transaction.atomic
def share(
    *,
    by: Person | None,
    mailbox: Account,
    person: Person,
    may_write: bool = True,
    may_send: bool = True,
) -> SharedRight:
    """Let a person work with a shared mailbox; with less than before, at once."""
    policies.require(policies.may_keep_account(by, mailbox))
    if not mailbox.is_shared:
        raise MailError(_("This mailbox is a person's; only shared ones are given to others."))
    before = SharedRight.objects.filter(mailbox=mailbox, person=person, may_write=True)
    loses = not may_write and before.exists()
    given = {"may_write": may_write, "may_send": may_send}
    right, _new = SharedRight.objects.update_or_create(
        mailbox=mailbox, person=person, defaults=given
    )
    data = {"shared_with": person.pk, **given}
    record(Act.MAIL_CHANGED, by, f"mailbox:{mailbox.pk}", data=data)
    if loses:
        _sign_in_anew(by, person)
    return right


@transaction.atomic
def unshare(*, by: Person | None, right: SharedRight) -> None:
    """Somebody works with a shared mailbox no more; what daemons keep of it goes at once."""
    mailbox = right.mailbox
    policies.require(policies.may_keep_account(by, mailbox))
    data = {"no_longer_with": right.person_id}
    record(Act.MAIL_CHANGED, by, f"mailbox:{mailbox.pk}", data=data)
    right.delete()
    _sign_in_anew(by, right.person)


def _sign_in_anew(by: Person | None, person: Person) -> None:
    """Their mail programs are signed out, and come back with the rights of now."""
    own = Account.objects.filter(person=person).first()
    if own is not None:
        emit(AccountCut(by_id=by.pk if by else None, account_id=own.pk, login=own.login))


def _locked(account: Account) -> Account:
    return (
        Account.objects.select_for_update(of=("self",)).select_related("person").get(pk=account.pk)
    )


def _reason(reason: str) -> str:
    if not reason.strip():
        raise MailError(_("Say why, so that it can be understood later."))
    return reason.strip()[:200]


def _cut(by: Person | None, account: Account) -> None:
    account.app_passwords.filter(revoked_at=None).update(revoked_at=clock.now())
    if account.person is not None:
        end_sessions(account.person)
    emit(AccountCut(by_id=by.pk if by else None, account_id=account.pk, login=account.login))
