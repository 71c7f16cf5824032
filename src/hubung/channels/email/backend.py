"""Django's mail, as the account pages send it, through our own outbox: queued with the change that
it tells of, retried, and shown when it can't go out. `settings.EMAIL_BACKEND` names this."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from hubung.channels.email import addresses
from hubung.channels.email.models import OutboundMessage

KIND = "account"


class OutboxBackend(BaseEmailBackend):
    """One outgoing message for each recipient; the sender is always the ministry's own."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue plain messages; returns how many. The text goes, other parts do not."""
        for message in email_messages:
            for recipient in message.recipients():
                token = addresses.new_token()
                OutboundMessage.objects.create(
                    kind=KIND,
                    dedupe_key=f"{KIND}:{token}",
                    to=recipient,
                    subject=str(message.subject)[:300],
                    text=str(message.body),
                    language="en" if get_language() == "en" else "id",
                    token=token,
                    message_id=addresses.message_id(None, token),
                )
        return len(email_messages)
