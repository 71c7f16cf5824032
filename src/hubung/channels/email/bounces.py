"""Automatic mail: recorded where it belongs, never answered."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hubung.cases.change import change
from hubung.cases.choices import EntryKind
from hubung.cases.events import CaseChanged
from hubung.cases.lifecycle import Action
from hubung.cases.timeline import SYSTEM
from hubung.channels.email.events import MailFailed
from hubung.channels.email.models import (
    InboundMessage,
    InboundState,
    OutboundMessage,
    OutboundState,
)
from hubung.channels.email.rfc5322.parse import ParsedMessage
from hubung.kernel.events import emit

#: Only these say that this address will never take this message (RFC 3463); all else is try again.
PERMANENT = ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.3.4")
_RETURNERS = ("mailer-daemon", "postmaster")


def record(row: InboundMessage, parsed: ParsedMessage, sent: OutboundMessage | None) -> None:
    """Tie automatic mail to what it is about; a failed delivery is told on the case."""
    row.state, row.reason = InboundState.IGNORED, parsed.automatic or ""
    if sent is None:
        return
    row.case_id = sent.case_id
    if not is_failure(parsed):
        return
    row.reason = "bounce"
    why = parsed.bounce.diagnostic if parsed.bounce else parsed.subject
    for_good = parsed.bounce is not None and parsed.bounce.status in PERMANENT
    mark_failed(sent, OutboundState.BOUNCED, why, for_good=for_good)


def is_failure(parsed: ParsedMessage) -> bool:
    """Did a delivery fail? Old servers return mail without a report in the standard's form."""
    if parsed.bounce is not None:
        return parsed.bounce.failed
    return bool(parsed.sender.address.lower().startswith(_RETURNERS))


def mark_failed(sent: OutboundMessage, state: OutboundState, why: str, *, for_good: bool) -> None:
    """The message will not arrive: kept in the outbox's list, and told to the desk on its case.

    `for_good`: no other message to this address would either.
    """
    if sent.state in (OutboundState.FAILED, OutboundState.BOUNCED):
        return
    sent.state, sent.last_error = state, why[:500]
    sent.save(update_fields=["state", "last_error"])
    emit(
        MailFailed(subject=f"mail:{sent.pk}", message_id=sent.pk, kind=sent.kind, for_good=for_good)
    )
    if sent.case_id is None:
        return
    with change(sent.case_id, actor=SYSTEM, action=Action.NOTE) as it:
        it.log(
            EntryKind.NOTE,
            text=_(
                "The mail “%(subject)s” could not be delivered to the reporter: %(why)s. "
                "Reach them another way if you can."
            )
            % {"subject": sent.subject, "why": why or _("no reason was given")},
            data={"outbound": sent.pk},
        )
        it.emit(CaseChanged)
