"""Sending within limits: counted in the database, so that restarts and other nodes know it too.

A stolen account sends thousands of letters in minutes. The first one over a limit is refused and
stops the account; its owner, its administrators and coordinators are told, and one of them lets it
go on.
"""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person, today
from hubung.kernel import clock
from hubung.kernel.events import emit
from hubung.mail import policies
from hubung.mail.events import SendingReleased, SendingStopped
from hubung.mail.models import Account, Excess, SendingLimit, SendingStop, Sent
from hubung.mail.services.errors import MailError

SLOT_SECONDS = 600
_SLOTS_HOUR, _SLOTS_DAY = 6, 144


def limit_of(account: Account, day: date) -> SendingLimit | None:
    """What holds for an account on a day: one of its own before everybody's."""
    found = SendingLimit.objects.filter(valid_from__lte=day)
    for candidates in (found.filter(account=account), found.filter(account=None)):
        youngest = candidates.first()
        if youngest and youngest.holds_on(day):
            return youngest
    return None


@transaction.atomic
def ask_to_send(*, login: str, recipients: int) -> SendingStop | None:
    """Count a message that is about to be sent; a stop, if it may not go.

    Whoever is no account of ours is not counted here.
    """
    account = Account.objects.select_for_update(of=("self",)).filter(login=login).first()
    if account is None:
        return None
    stop = account.sending_stops.filter(released_at=None).first()
    if stop is not None:
        return stop
    limit = limit_of(account, today())
    if limit is None:
        return None
    slot = int(clock.now().timestamp()) // SLOT_SECONDS
    excess = _excess(account, limit, slot, recipients)
    if excess is not None:
        return _stop(account, excess, getattr(limit, excess.value))
    counted = Sent.objects.filter(account=account, slot=slot).update(
        messages=F("messages") + 1, recipients=F("recipients") + recipients
    )
    if not counted:
        Sent.objects.create(account=account, slot=slot, messages=1, recipients=recipients)
    return None


@transaction.atomic
def release_sending(*, by: Person | None, account: Account, reason: str) -> None:
    """Let a stopped account send again, counting from nothing.

    Raises PermissionDenied, also for its owner, and MailError without a reason or a stop.
    """
    policies.require(policies.may_keep_account(by, account))
    if not reason.strip():
        raise MailError(_("Say why, so that it can be understood later."))
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    stop = account.sending_stops.filter(released_at=None).first()
    if stop is None:
        raise MailError(_("Sending from this account is not stopped."))
    stop.released_at, stop.released_by, stop.reason = clock.now(), by, reason.strip()[:200]
    stop.save(update_fields=["released_at", "released_by", "reason"])
    account.sent.all().delete()
    record(Act.SENDING_RELEASED, by, f"mailbox:{account.pk}", why=stop.reason)
    emit(SendingReleased(by_id=by.pk if by else None, account_id=account.pk))


@transaction.atomic
def set_sending_limit(
    *,
    by: Person | None,
    messages_hour: int,
    recipients_hour: int,
    messages_day: int,
    recipients_day: int,
    source: str,
    valid_from: date,
    account: Account | None = None,
) -> SendingLimit:
    """A limit for everybody, or for one account, from a day on; what has passed stays.

    Raises PermissionDenied, and MailError for a past day, one that has a limit already, without a
    source, or where the day allows less than the hour.
    """
    policies.require(policies.may_keep_mail(by))
    if valid_from < today():
        raise MailError(_("Choose today or a later day."))
    if not source.strip():
        raise MailError(_("Say which decree or reason it comes from."))
    if messages_day < messages_hour or recipients_day < recipients_hour:
        raise MailError(_("A day cannot allow less than an hour of it."))
    limit = SendingLimit(
        account=account,
        messages_hour=messages_hour,
        recipients_hour=recipients_hour,
        messages_day=messages_day,
        recipients_day=recipients_day,
        source=source.strip()[:200],
        valid_from=valid_from,
    )
    try:
        with transaction.atomic():
            limit.save()
    except IntegrityError as error:
        raise MailError(_("There is a limit from that day on already.")) from error
    _on_record(by, limit, "set")
    return limit


@transaction.atomic
def end_sending_limit(*, by: Person | None, limit: SendingLimit) -> None:
    """Take back a limit that does not hold yet; end one account's own from today on.

    Raises PermissionDenied, and MailError for everybody's when it holds: set another.
    """
    policies.require(policies.may_keep_mail(by))
    if limit.valid_from > today():
        _on_record(by, limit, "withdrawn")
        limit.delete()
        return
    if limit.account is None:
        raise MailError(_("This limit holds. Set another one from a day on."))
    limit.valid_to = today()
    limit.save(update_fields=["valid_to"])
    _on_record(by, limit, "ended")


def forget_sent() -> int:
    """Delete counts that no limit asks for any more; returns how many."""
    oldest = int(clock.now().timestamp()) // SLOT_SECONDS - _SLOTS_DAY
    return Sent.objects.filter(slot__lt=oldest).delete()[0]


def _excess(account: Account, limit: SendingLimit, slot: int, recipients: int) -> Excess | None:
    for slots, messages, addressed in (
        (_SLOTS_HOUR, Excess.MESSAGES_HOUR, Excess.RECIPIENTS_HOUR),
        (_SLOTS_DAY, Excess.MESSAGES_DAY, Excess.RECIPIENTS_DAY),
    ):
        sent = account.sent.filter(slot__gt=slot - slots).aggregate(
            messages=Sum("messages", default=0), recipients=Sum("recipients", default=0)
        )
        if sent["messages"] + 1 > getattr(limit, messages.value):
            return messages
        if sent["recipients"] + recipients > getattr(limit, addressed.value):
            return addressed
    return None


def _stop(account: Account, excess: Excess, most: int) -> SendingStop:
    stop = SendingStop.objects.create(account=account, excess=excess, most=most)
    record(
        Act.SENDING_STOPPED,
        None,
        f"mailbox:{account.pk}",
        data={"excess": excess.value, "most": most},
    )
    emit(SendingStopped(account_id=account.pk, stop_id=stop.pk))
    return stop


def _on_record(by: Person | None, limit: SendingLimit, what: str) -> None:
    subject = f"mailbox:{limit.account_id}" if limit.account_id else "mail:sending"
    figures = {name: getattr(limit, name) for name in Excess.values}
    data = {"limit": what, "from": limit.valid_from.isoformat(), **figures}
    record(Act.MAIL_CHANGED, by, subject, why=limit.source, data=data)
