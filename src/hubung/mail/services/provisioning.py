"""The mail brought in line with the directory: all of it, in seconds, as often as one likes."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person
from hubung.directory.services import lock_tree
from hubung.kernel.events import emit
from hubung.mail import policies
from hubung.mail.events import AccountsProvisioned
from hubung.mail.services import report as counted
from hubung.mail.services.domains import derive_addresses, keep_domains
from hubung.mail.services.people import People
from hubung.mail.services.report import Report
from hubung.mail.services.unit_mail import UnitMail, stand_in
from hubung.mail.services.words import keep_words


def _silent(_people: int) -> None:
    """Nobody watches."""


def provision(
    *,
    by: Person | None = None,
    dry_run: bool = False,
    progress: Callable[[int], None] = _silent,
) -> Report:
    """A mailbox for everybody in the directory whose address is in a domain of ours; addresses and
    groups for every unit; quotas by post; no mailbox for those who have left.

    Without passwords: whoever signs in for the first time has activated their account. A dry run
    writes as well, and takes it back. What clashes stands in the report, and stops nobody else.
    """
    policies.require(policies.may_keep_mail(by))
    report = Report()
    with transaction.atomic():
        # Two at once would each compare with what the other is changing.
        lock_tree()
        domains = keep_domains()
        people = People(report, domains)
        people.compare(progress)
        people.write()
        UnitMail(report, domains).write()
        stand_in(report)
        report.counts[counted.ADDRESSES] += derive_addresses()
        keep_words()
        if dry_run:
            transaction.set_rollback(True)
        elif report.changes_anything:
            record(Act.MAIL_CHANGED, by, "mail:accounts", data=dict(report.counts))
            emit(
                AccountsProvisioned(
                    by_id=by.pk if by else None,
                    opened=report.counts[counted.OPENED],
                    renamed=report.counts[counted.RENAMED],
                    closed=report.counts[counted.CLOSED],
                    addresses=report.counts[counted.ADDRESSES],
                )
            )
    return report
