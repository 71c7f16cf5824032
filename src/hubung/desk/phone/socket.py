"""Who may open the telephone's WebSocket at the desk: whoever may open its pages."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.conf import settings

from hubung.desk.phone.policies import answers_calls
from hubung.directory.accounts.access import staff_of_session
from hubung.telephony import relay
from hubung.telephony.relay import Pass, Scope

PATH = "/desk/telepon/ws"


async def admit(scope: Scope) -> Pass | None:
    """By the cookie of their session, the second factor used in it."""
    key = relay.cookie(scope, settings.SESSION_COOKIE_NAME)

    async def holds() -> bool:
        return await sync_to_async(_may)(key)

    return Pass(relay.SERVES, holds) if key and await holds() else None


def _may(session_key: str) -> bool:
    person = staff_of_session(session_key)
    return person is not None and answers_calls(person)
