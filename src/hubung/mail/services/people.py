"""Accounts of everybody in the directory: compared first, then written in bulk."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from hubung.directory.models import Person, today
from hubung.kernel import bulk, clock
from hubung.kernel.events import emit
from hubung.mail import names
from hubung.mail.events import AccountCut
from hubung.mail.models import Account, AccountState, Address, AppPassword, Domain, Use
from hubung.mail.services.quotas import Quotas
from hubung.mail.services.report import (
    ADDRESSES,
    CLOSED,
    OPENED,
    RENAMED,
    REOPENED,
    RESIZED,
    Report,
)
from hubung.mail.services.reserved import case_addresses, reserved_names

_STEP = 1000


class People:
    """What has to be written so that everybody who should has a mailbox, and nobody else."""

    def __init__(self, report: Report, domains: list[Domain]) -> None:
        self._report = report
        self._domains = {domain.name: domain for domain in domains}
        self._quotas = Quotas()
        self._accounts = {
            account.person_id: account for account in Account.objects.filter(person__isnull=False)
        }
        self._taken: dict[str, int | None] = dict(
            Address.objects.values_list("address", "account_id")
        )
        self._cases, self._reserved = case_addresses(), reserved_names()
        self._opened: list[Account] = []
        self._changed: dict[int, Account] = {}
        self._renamed: list[tuple[str, Account]] = []
        self._closed: list[Account] = []

    def compare(self, progress: Callable[[int], None]) -> None:
        people = Person.objects.only("pk", "name", "email", "unit_id", "is_active", "last_login")
        done = 0
        for done, person in enumerate(people.iterator(chunk_size=5000), start=1):
            self._take(person)
            if done % _STEP == 0:
                progress(done)
        progress(done)

    def _take(self, person: Person) -> None:
        account = self._accounts.get(person.pk)
        if not person.is_active:
            if account is not None and account.state != AccountState.CLOSED:
                self._close(account)
            return
        login = person.email.lower()
        if account is None:
            if names.domain_of(login) in self._domains and self._is_free(person, login, None):
                self._open(person, login)
            return
        if account.state == AccountState.CLOSED and not account.reason:
            self._reopen(account)
        if (
            account.login != login
            and names.domain_of(login) in self._domains
            and self._is_free(person, login, account)
        ):
            self._renamed.append((account.login, account))
            account.login = login
            self._changed[account.pk] = account
        room = self._quotas.of(person.pk, person.unit_id)
        if not account.quota_by_hand and account.quota_bytes != room:
            account.quota_bytes = room
            self._changed[account.pk] = account
            self._report.counts[RESIZED] += 1

    def _is_free(self, person: Person, login: str, account: Account | None) -> bool:
        local = login.rpartition("@")[0]
        if login in self._cases or local in self._reserved:
            self._report.problem(login, _("This name is kept for the ministry."))
        elif login in self._taken and (account is None or self._taken[login] != account.pk):
            self._report.problem(login, _("This address is somebody else's already."))
        else:
            return True
        return False

    def _open(self, person: Person, login: str) -> None:
        known = person.last_login is not None
        self._opened.append(
            Account(
                person_id=person.pk,
                login=login,
                quota_bytes=self._quotas.of(person.pk, person.unit_id),
                state=AccountState.ACTIVE if known else AccountState.WAITING,
                activated_at=clock.now() if known else None,
            )
        )
        self._taken[login] = None

    def _close(self, account: Account) -> None:
        """Without a reason: the directory says so, and opens it again when it says otherwise."""
        account.state, account.reason = AccountState.CLOSED, ""
        account.closes_on = max(today(), account.opens_on)
        self._changed[account.pk] = account
        self._closed.append(account)

    def _reopen(self, account: Account) -> None:
        used = account.activated_at is not None
        account.state = AccountState.ACTIVE if used else AccountState.WAITING
        account.closes_on = None
        self._changed[account.pk] = account
        self._report.counts[REOPENED] += 1

    def write(self) -> None:
        bulk.update(
            list(self._changed.values()),
            ("login", "quota_bytes", "state", "reason", "closes_on"),
        )
        bulk.insert_new(self._opened)
        for old, account in self._renamed:
            Use.objects.filter(login=old).update(login=account.login)
        self._write_addresses()
        AppPassword.objects.filter(account__in=self._closed, revoked_at=None).update(
            revoked_at=clock.now()
        )
        gone = [(account.pk, account.login) for account in self._closed]
        gone += [(account.pk, old) for old, account in self._renamed]
        emit(*(AccountCut(account_id=pk, login=login) for pk, login in gone))
        self._report.counts[OPENED] += len(self._opened)
        self._report.counts[RENAMED] += len(self._renamed)
        self._report.counts[CLOSED] += len(self._closed)

    def _write_addresses(self) -> None:
        """Every main address is one of the account's; one that was keeps leading to it."""
        logins = {account.login for account in self._opened}
        keys = dict(Account.objects.filter(person__isnull=False).values_list("login", "pk"))
        rows = [
            Address(
                address=login,
                domain=self._domains[names.domain_of(login)],
                account_id=keys[login],
            )
            for login in (*logins, *(account.login for _old, account in self._renamed))
            if self._taken.get(login) is None and login in keys
        ]
        bulk.insert_new(rows)
        self._report.counts[ADDRESSES] += len(rows)
