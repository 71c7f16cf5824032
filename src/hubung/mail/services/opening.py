"""A mailbox for one person at once, without looking at everybody else."""

from __future__ import annotations

from django.db import transaction

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.mail import names, policies
from hubung.mail.models import Account, AccountState, Address, Domain
from hubung.mail.services.addresses import check_free
from hubung.mail.services.domains import keep_domains
from hubung.mail.services.quotas import Quotas
from hubung.mail.services.words import keep_words


@transaction.atomic
def open_mailbox(*, by: Person | None, person: Person) -> Account | None:
    """Their mailbox, opened unless they have one; None for an address outside our domains.

    Raises PermissionDenied, and MailError for an address that is not free.
    """
    found = Account.objects.filter(person=person).first()
    if found is not None:
        return found
    login = person.email.lower()
    if names.domain_of(login) not in {domain.name for domain in keep_domains()}:
        return None
    known = person.last_login is not None
    account = Account(
        person=person,
        login=login,
        quota_bytes=Quotas().of(person.pk, person.unit_id),
        state=AccountState.ACTIVE if known else AccountState.WAITING,
        activated_at=clock.now() if known else None,
    )
    policies.require(by is None or policies.may_keep_account(by, account))
    domain = check_free(login, for_person=True)
    account.save()
    Address.objects.create(address=login, domain=domain, account=account)
    keep_words(Account.objects.filter(pk=account.pk))
    _derive(account, domain)
    record(Act.MAIL_CHANGED, by, f"mailbox:{account.pk}", data={"opened": True})
    return account


def _derive(account: Account, domain: Domain) -> None:
    """The same name in the domains that are another name of this one, where it is free."""
    local = account.login.rpartition("@")[0]
    for alias in domain.aliases.all():
        Address.objects.get_or_create(
            address=f"{local}@{alias.name}",
            defaults={"domain": alias, "account": account, "derived": True},
        )
