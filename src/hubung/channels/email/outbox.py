"""Mail waiting to be sent → the relay.

At least once: a worker that dies between the relay's 250 and its own commit leaves the message
claimed, and when the claim runs out another one sends it again, with the same Message-ID, by
which mail programs show it once. With no relay configured nothing is claimed and nothing pretends:
messages stay in the outbox, which the desk shows.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import translation

from hubung.channels.email import addresses, bounces, dkim
from hubung.channels.email.models import WAITING, OutboundMessage, OutboundState
from hubung.channels.email.notices import fill_in_code
from hubung.channels.email.rfc5322.compose import Outgoing, compose
from hubung.kernel import clock
from hubung.kernel.faults import describe

log = logging.getLogger(__name__)

BATCH = 20
TIMEOUT_SECONDS = 30
#: A claim that is older than this belongs to a worker that has died.
CLAIM = timedelta(minutes=15)
GIVE_UP_AFTER = timedelta(days=5)
_RETRY_FIRST, _RETRY_LONGEST = timedelta(minutes=1), timedelta(hours=4)
#: How long the relay is left alone when it can't be reached, so that other work goes on.
_RELAY_PAUSE_SECONDS = 30.0

_PERMANENT_WITHOUT_DETAIL = (550, 551, 553)


class _RefusedError(Exception):
    """The relay did not take one message."""

    def __init__(self, code: int, text: str) -> None:
        self.permanent = _is_permanent(code, text)
        super().__init__(f"{code} {text}"[:500])


def _is_permanent(code: int, text: str) -> bool:
    detail = text.split(" ", 1)[0]
    if detail.count(".") == 2 and detail.replace(".", "").isdigit():
        return detail in bounces.PERMANENT
    return code in _PERMANENT_WITHOUT_DETAIL


_relay_rests_until = 0.0


def send_waiting() -> int:
    """Send one batch; returns how many messages were tried."""
    if not settings.HUBUNG.mail.relay or time.monotonic() < _relay_rests_until:
        return 0
    batch = _claim()
    if not batch:
        return 0
    try:
        with _relay() as smtp:
            for message in batch:
                _send(smtp, message)
    except (OSError, smtplib.SMTPException) as error:
        _rest(batch, error)
    return len(batch)


def _claim() -> list[OutboundMessage]:
    """Take what is due for this worker alone; the case comes along for its private code."""
    now = clock.now()
    with transaction.atomic():
        due = OutboundMessage.objects.filter(state__in=WAITING, next_attempt_at__lte=now)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        batch = list(due.select_related("case").order_by("rank", "next_attempt_at", "id")[:BATCH])
        OutboundMessage.objects.filter(pk__in=[message.pk for message in batch]).update(
            state=OutboundState.QUEUED, next_attempt_at=now + CLAIM, attempts=F("attempts") + 1
        )
    for message in batch:
        message.state, message.attempts = OutboundState.QUEUED, message.attempts + 1
    return batch


@contextmanager
def _relay() -> Iterator[smtplib.SMTP]:
    """A signed-in connection to the relay. Raises OSError, SMTPException."""
    mail = settings.HUBUNG.mail
    host, _, port = mail.relay.rpartition(":")
    host = host.strip("[]")
    name = addresses.case_domain()
    if mail.relay_security == "tls":
        context = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            host, int(port), name, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        smtp = smtplib.SMTP(host, int(port), name, timeout=TIMEOUT_SECONDS)
    with smtp:
        if mail.relay_security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if mail.relay_user:
            smtp.login(mail.relay_user, mail.relay_password)
        yield smtp


def _send(smtp: smtplib.SMTP, message: OutboundMessage) -> None:
    """Send one message. Raises OSError, SMTPServerDisconnected when the relay is gone."""
    try:
        raw = to_wire(message)
    except ValueError as error:
        _failed(message, str(error), for_good=True)
        return
    try:
        _transmit(smtp, addresses.envelope_sender(message.token), message.to, raw)
    except _RefusedError as refused:
        _put_back(message, str(refused), permanent=refused.permanent)
    else:
        message.state, message.last_error = OutboundState.SENT, ""
        message.sent_at = clock.now()
        message.save(update_fields=["state", "last_error", "sent_at"])


def to_wire(message: OutboundMessage) -> bytes:
    """The signed message as it is sent. Raises ValueError when it can't be sent to anybody."""
    ministry = settings.HUBUNG.ministry
    raw = compose(
        Outgoing(
            sender_name=ministry.name_en if message.language == "en" else ministry.name,
            sender=settings.HUBUNG.case_address,
            to=message.to,
            subject=message.subject,
            text=fill_in_code(message),
            language=message.language,
            message_id=message.message_id,
            date=message.created_at,
            in_reply_to=message.in_reply_to,
            stop_url=message.stop_url,
        )
    )
    return dkim.sign(raw, addresses.case_domain())


def _transmit(smtp: smtplib.SMTP, sender: str, recipient: str, raw: bytes) -> None:
    for code, answer in (
        smtp.mail(sender, [f"size={len(raw)}"] if smtp.has_extn("size") else []),
        smtp.rcpt(recipient),
    ):
        if code not in (250, 251):
            smtp.rset()
            raise _RefusedError(code, answer.decode("utf-8", "replace"))
    try:
        code, answer = smtp.data(raw)
    except smtplib.SMTPDataError as error:
        smtp.rset()
        raise _RefusedError(error.smtp_code, _text(error.smtp_error)) from error
    if code != 250:
        raise _RefusedError(code, _text(answer))


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


def _put_back(message: OutboundMessage, why: str, *, permanent: bool) -> None:
    """Try again later, with growing pauses; not for ever, and not what is refused for good."""
    if permanent or clock.now() - message.created_at > GIVE_UP_AFTER:
        _failed(message, why, for_good=permanent)
        return
    pause = min(_RETRY_FIRST * 2 ** min(message.attempts - 1, 12), _RETRY_LONGEST)
    message.state, message.last_error = OutboundState.OUTBOX, why[:500]
    message.next_attempt_at = clock.now() + pause
    message.save(update_fields=["state", "last_error", "next_attempt_at"])


def _failed(message: OutboundMessage, why: str, *, for_good: bool) -> None:
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        bounces.mark_failed(message, OutboundState.FAILED, why, for_good=for_good)


def _rest(batch: list[OutboundMessage], error: Exception) -> None:
    """The relay is away: nothing was wrong with the messages that it did not take."""
    global _relay_rests_until
    _relay_rests_until = time.monotonic() + _RELAY_PAUSE_SECONDS
    log.warning("the mail relay cannot be used", extra={"why": describe(error)})
    for message in batch:
        if message.state == OutboundState.QUEUED:
            _put_back(message, f"{type(error).__name__}: {error}", permanent=False)
