"""A person's own rules: what answers while they are away, and what sorts their mail.

Here they are written down; the worker brings them to the mail server, and tries again where it does
not answer.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person, today
from hubung.kernel import clock
from hubung.mail import policies, queries, rules
from hubung.mail.models import Account, Deed, Filter, OwnRules, Part
from hubung.mail.services.errors import MailError

MOST = 40
#: What the mail server takes for more than the name of a folder.
_NO_FOLDER = re.compile(r"[\x00-\x1f\x7f/\\*%\"]|^[.~ ]|[ .]$")


@transaction.atomic
def set_absence(
    *,
    by: Person | None,
    account: Account,
    text: str,
    subject: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> None:
    """Answer whoever writes, on these days. Raises MailError without a text or for past days."""
    own = _own(by, account)
    if not text.strip():
        raise MailError(_("Write what is to be answered."))
    if starts_on and ends_on and ends_on < starts_on:
        raise MailError(_("The last day is before the first."))
    if ends_on and ends_on < today():
        raise MailError(_("Choose today or a later day."))
    own.text, own.subject = text.strip(), subject.strip()
    own.starts_on, own.ends_on = starts_on, ends_on
    own.save()
    record(Act.MAIL_CHANGED, by, f"mailbox:{account.pk}", data={"absence": True})


@transaction.atomic
def end_absence(*, by: Person | None, account: Account) -> None:
    """Nothing is answered any more. Twice is harmless."""
    own = _own(by, account)
    own.text, own.subject, own.starts_on, own.ends_on = "", "", None, None
    own.save()
    record(Act.MAIL_CHANGED, by, f"mailbox:{account.pk}", data={"absence": False})


@transaction.atomic
def add_filter(
    *, by: Person | None, account: Account, part: Part, words: str, deed: Deed, folder: str = ""
) -> Filter:
    """One more, after those that are there. Raises MailError."""
    own = _own(by, account)
    words, folder = " ".join(words.split()), folder.strip() if deed == Deed.FILE else ""
    if not words:
        raise MailError(_("Write what is to be looked for."))
    if deed == Deed.FILE and not folder:
        raise MailError(_("Write the name of the folder."))
    if _NO_FOLDER.search(folder):
        raise MailError(_("A folder's name has no / \\ * % or quotation mark."))
    if account.filters.count() >= MOST:
        raise MailError(
            _("You have %(most)s filters already. Remove one that you no longer need.")
            % {"most": MOST}
        )
    made = Filter.objects.create(account=account, part=part, words=words, deed=deed, folder=folder)
    own.save()
    record(Act.MAIL_CHANGED, by, f"mailbox:{account.pk}", data={"filter": made.pk})
    return made


@transaction.atomic
def remove_filter(*, by: Person | None, rule: Filter) -> None:
    account = rule.account
    own = _own(by, account)
    record(Act.MAIL_CHANGED, by, f"mailbox:{account.pk}", data={"filter_ended": rule.pk})
    rule.delete()
    own.save()


def renew_answers() -> int:
    """Answers know the addresses that people have now; returns how many have to be brought anew."""
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=today())
    found = OwnRules.objects.filter(running, next_attempt_at=None).exclude(text="")
    changed = [
        own.pk
        for own in found.select_related("account__person").iterator()
        if own.placed != digest_of(script_of(own))
    ]
    return OwnRules.objects.filter(pk__in=changed).update(next_attempt_at=clock.now())


def _own(by: Person | None, account: Account) -> OwnRules:
    """Those of an account, for a change that they are brought to the mail server for."""
    policies.require(by is None or account.person_id == by.pk)
    own, _new = OwnRules.objects.select_for_update().get_or_create(account=account)
    own.next_attempt_at = clock.now()
    return own


def script_of(own: OwnRules) -> str:
    """What the mail server is to have of them."""
    account = own.account
    return rules.script(own, account.filters.all(), queries.addresses_of(account))


def digest_of(script: str) -> str:
    return hashlib.sha256(script.encode()).hexdigest()
