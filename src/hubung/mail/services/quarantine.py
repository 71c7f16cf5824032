"""Letters held by the filter: taken, let through, deleted; each on record."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.kernel.events import emit
from hubung.mail import policies
from hubung.mail.events import HeldReleased
from hubung.mail.models import Account, HeldCopy, HeldLetter, HeldState
from hubung.mail.quarantine import understand
from hubung.mail.services.errors import MailError


@transaction.atomic
def hold(*, raw: bytes, sender: str, recipients: Sequence[str]) -> HeldLetter:
    """Keep a letter for these recipients. The same one handed over again is kept once."""
    said, author, subject = understand(raw)
    letter, _new = HeldLetter.objects.get_or_create(
        sha256=hashlib.sha256(raw).hexdigest(),
        defaults={
            "content": raw,
            "size": len(raw),
            "sender": sender[:320],
            "author": author,
            "subject": subject,
            "score": said.score,
            "virus": said.virus,
            "findings": list(said.findings),
        },
    )
    addresses = {address.lower()[:320] for address in recipients}
    accounts = dict(Account.objects.filter(login__in=addresses).values_list("login", "pk"))
    HeldCopy.objects.bulk_create(
        [
            HeldCopy(letter=letter, recipient=address, account_id=accounts.get(address))
            for address in sorted(addresses)
        ],
        ignore_conflicts=True,
    )
    return letter


@transaction.atomic
def release_held(*, by: Person | None, copy: HeldCopy) -> None:
    """Deliver a held letter after all.

    Raises PermissionDenied, also to readers where it carries malware, and MailError when somebody
    has decided already.
    """
    policies.require(policies.may_release(by, copy))
    copy = _decide(by, copy, HeldState.RELEASED)
    record(Act.HELD_RELEASED, by, f"held:{copy.pk}", data={"letter": copy.letter_id})
    emit(HeldReleased(by_id=by.pk if by else None, copy_id=copy.pk))


@transaction.atomic
def delete_held(*, by: Person | None, copy: HeldCopy) -> None:
    """Nobody reads this copy any more. Raises PermissionDenied, MailError as above."""
    policies.require(policies.may_see_held(by, copy))
    copy = _decide(by, copy, HeldState.DELETED)
    record(Act.HELD_DELETED, by, f"held:{copy.pk}", data={"letter": copy.letter_id})
    others = copy.letter.copies.exclude(state=HeldState.DELETED)
    if not others.exists():
        HeldLetter.objects.filter(pk=copy.letter_id).update(content=b"")


def read_held(*, by: Person, copy: HeldCopy) -> bytes:
    """The letter as it came. Somebody else's is read on record. Raises PermissionDenied."""
    policies.require(policies.may_see_held(by, copy))
    if copy.account is None or copy.account.person_id != by.pk:
        record(Act.MAIL_READ, by, f"held:{copy.pk}", data={"letter": copy.letter_id})
    return bytes(copy.letter.content)


def forget_held() -> int:
    """Delete what was held for as long as the settings say; returns how many letters."""
    age = timedelta(days=settings.HUBUNG.mail_system.quarantine_days)
    _all, by_model = HeldLetter.objects.filter(at__lt=clock.now() - age).delete()
    return by_model.get(HeldLetter._meta.label, 0)


def _decide(by: Person | None, copy: HeldCopy, state: HeldState) -> HeldCopy:
    copy = HeldCopy.objects.select_for_update(of=("self",)).select_related("letter").get(pk=copy.pk)
    if copy.state != HeldState.HELD:
        raise MailError(_("Somebody has decided about this letter already."))
    copy.state, copy.decided_at, copy.decided_by = state, clock.now(), by
    copy.save(update_fields=["state", "decided_at", "decided_by"])
    return copy
