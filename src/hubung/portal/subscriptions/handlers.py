"""What is published → letters; letters that cannot arrive → no more of them."""

from __future__ import annotations

from hubung.channels.email.events import MailFailed
from hubung.channels.email.models import OutboundMessage
from hubung.kernel.events import handles
from hubung.portal.content.events import PagePublished, PageWithdrawn
from hubung.portal.subscriptions import letters, mailing, services
from hubung.portal.subscriptions.models import Subscription


@handles(PagePublished)
def tell_subscribers(event: PagePublished) -> None:
    if event.kind in mailing.KINDS:
        mailing.begin(event.page_id, immediate=event.immediate, first=event.first)


@handles(PageWithdrawn)
def stop_telling(event: PageWithdrawn) -> None:
    if event.kind in mailing.KINDS:
        mailing.break_off(event.page_id)


@handles(MailFailed)
def end_what_cannot_arrive(event: MailFailed) -> None:
    """An address that does not exist any more; a full mailbox or a pause is no reason."""
    if event.kind not in letters.KINDS or not event.for_good:
        return
    lost = OutboundMessage.objects.filter(pk=event.message_id).values("to")
    services.end(*Subscription.objects.filter(email__in=lost))
