"""What a person at the desk does with mail that the intake left to them.

The desk asks its own policies who may; these functions only see that the change is sound.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from hubung.cases.choices import Channel
from hubung.cases.models import Case
from hubung.cases.services import (
    NewAttachment,
    ReporterDetails,
    add_information,
    receive_case,
)
from hubung.cases.timeline import Actor
from hubung.channels.email.models import (
    InboundMessage,
    InboundState,
    OutboundMessage,
    OutboundState,
)
from hubung.directory.models import Person
from hubung.kernel import clock

WITH_A_PERSON = (InboundState.HELD, InboundState.IGNORED)


class AlreadySettledError(Exception):
    """Somebody else has dealt with this message; nothing was changed."""


@transaction.atomic
def make_case(
    *,
    actor: Person,
    message: InboundMessage,
    text: str,
    title: str = "",
    reporter_email: str = "",
    attachments: Sequence[NewAttachment] = (),
) -> Case:
    """Open a case from a held or ignored message, with the words that the person read out of it."""
    row = _locked(message)
    case = receive_case(
        channel=Channel.MAIL,
        external_id=row.raw_id,
        text=text,
        title=title or row.subject,
        reporter=ReporterDetails(name=row.from_name, email=reporter_email or row.from_address),
        attachments=attachments,
        actor=Actor.staff(actor),
        received_at=row.received_at,
    )
    _settle(row, InboundState.THREADED, case)
    return case


@transaction.atomic
def add_to_case(
    *,
    actor: Person,
    message: InboundMessage,
    case: Case,
    text: str,
    attachments: Sequence[NewAttachment] = (),
) -> Case:
    """Add a held or ignored message to a case that it belongs to."""
    row = _locked(message)
    case = add_information(
        case=case, text=text, attachments=attachments, data={"mail": row.pk, "by": actor.pk}
    )
    _settle(row, InboundState.THREADED, case)
    return case


@transaction.atomic
def dismiss(*, message: InboundMessage, reason: str) -> None:
    """Nothing for us (advertising, a test): kept, but no longer in the holding pen."""
    row = _locked(message)
    row.reason = reason[:200]
    _settle(row, InboundState.IGNORED, row.case)


def read_again(*, message: InboundMessage) -> None:
    """Let the intake try once more, after whatever was in its way has gone."""
    InboundMessage.objects.filter(pk=message.pk, state=InboundState.HELD).update(
        state=InboundState.RECEIVED, attempts=0, next_attempt_at=None
    )


def send_again(*, message: OutboundMessage) -> None:
    """Try a failed mail at once: its address was put right, or the relay is back."""
    OutboundMessage.objects.filter(pk=message.pk).exclude(state=OutboundState.SENT).update(
        state=OutboundState.OUTBOX, next_attempt_at=clock.now(), last_error=""
    )


def _locked(message: InboundMessage) -> InboundMessage:
    row = InboundMessage.objects.select_for_update().get(pk=message.pk)
    if row.state not in WITH_A_PERSON:
        raise AlreadySettledError
    return row


def _settle(row: InboundMessage, state: InboundState, case: Case | None) -> None:
    row.state, row.case, row.handled_at = state, case, clock.now()
    row.save(update_fields=["state", "case", "reason", "handled_at"])
