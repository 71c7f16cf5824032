"""A person settles a mail: policy, the change itself, and a record of who did it."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hubung.cases.errors import IncompleteError
from hubung.cases.models import Case
from hubung.cases.policies import can_see
from hubung.cases.services import NewAttachment
from hubung.channels.email import bounces
from hubung.channels.email import services as mail
from hubung.channels.email.models import InboundMessage, OutboundMessage, OutboundState
from hubung.desk.boxes import policies
from hubung.desk.boxes.events import MailSettled, OutgoingSettled
from hubung.directory.models import Person
from hubung.kernel.events import emit

#: What may be tried at once: not what a worker is sending at this moment, nor what has arrived.
RETRYABLE = (OutboundState.OUTBOX, OutboundState.FAILED, OutboundState.BOUNCED)


@transaction.atomic
def make_case(
    *,
    actor: Person,
    message: InboundMessage,
    text: str,
    title: str,
    email: str,
    attachments: Sequence[NewAttachment] = (),
) -> Case:
    """Open a case from a mail. Raises IncompleteError, mail.AlreadySettledError."""
    _require(policies.may_see_pen(actor))
    case = mail.make_case(
        actor=actor,
        message=message,
        text=text,
        title=title,
        reporter_email=email,
        attachments=attachments,
    )
    _record(message, actor, "case", case)
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
    """Add a mail to a case that the person may see. Raises IncompleteError, AlreadySettledError."""
    _require(policies.may_see_pen(actor) and can_see(actor, case))
    case = mail.add_to_case(
        actor=actor, message=message, case=case, text=text, attachments=attachments
    )
    _record(message, actor, "added", case)
    return case


@transaction.atomic
def dismiss(*, actor: Person, message: InboundMessage, reason: str) -> None:
    """Nothing for us: kept under the name of whoever decided so, and no longer in the pen."""
    _require(policies.may_see_pen(actor))
    if not reason.strip():
        raise IncompleteError("reason", _("Say why it is no matter for us."))
    mail.dismiss(message=message, reason=f"{actor.name}: {reason.strip()}")
    _record(message, actor, "dismissed")


@transaction.atomic
def read_again(*, actor: Person, message: InboundMessage) -> None:
    """Let the program try once more: what was in its way may have gone."""
    _require(policies.may_see_pen(actor))
    mail.read_again(message=message)
    _record(message, actor, "read_again")


@transaction.atomic
def send_again(*, actor: Person, message: OutboundMessage) -> bool:
    """Try an outgoing mail at once; False when it has been sent, or is being sent, meanwhile."""
    _require(policies.may_act_on_outbox(actor))
    row = OutboundMessage.objects.select_for_update().get(pk=message.pk)
    if row.state not in RETRYABLE:
        return False
    mail.send_again(message=row)
    _record_outgoing(row, actor, "again")
    return True


@transaction.atomic
def stop(*, actor: Person, message: OutboundMessage, reason: str) -> bool:
    """Do not send a mail that waits; its case tells that the reporter was not reached.

    False when it is not waiting any more. Raises IncompleteError without a reason.
    """
    _require(policies.may_act_on_outbox(actor))
    if not reason.strip():
        raise IncompleteError("reason", _("Say why it is not to be sent."))
    row = OutboundMessage.objects.select_for_update().get(pk=message.pk)
    if row.state != OutboundState.OUTBOX:
        return False
    # As all notes to the desk, in the ministry's language.
    with translation.override(settings.LANGUAGE_CODE):
        why = _("stopped by %(name)s: %(reason)s") % {"name": actor.name, "reason": reason.strip()}
        bounces.mark_failed(row, OutboundState.FAILED, why, for_good=False)
    _record_outgoing(row, actor, "stopped")
    return True


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied(_("Your roles do not include this mail box."))


def _record(message: InboundMessage, actor: Person, act: str, case: Case | None = None) -> None:
    emit(
        MailSettled(
            message_id=message.pk,
            person_id=actor.pk,
            act=act,
            case_id=case.pk if case else None,
        )
    )


def _record_outgoing(message: OutboundMessage, actor: Person, act: str) -> None:
    emit(
        OutgoingSettled(
            message_id=message.pk,
            person_id=actor.pk,
            act=act,
            case_id=message.case_id,
        )
    )
