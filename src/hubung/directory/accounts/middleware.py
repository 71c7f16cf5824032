"""What stands between a signed-in person and the pages."""

from __future__ import annotations

import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hubung.directory.accounts.access import Standing, refusal, standing
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.kernel.middleware import BothWays, Handler

#: Where somebody may go in any case.
ALWAYS = {"account_logout", "idp:oidc:logout", "ui:language", "ui:theme", "healthz", "readyz"}
#: Where somebody with a role may go besides, until a second factor was used. Enrolling another one
#: is not open to who has one already: a stolen password must not be enough to get past it.
ENTRANCE = {
    Standing.MUST_ENROL: {
        "accounts_enrol",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mail:activate",
    },
    Standing.MUST_CONFIRM: {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"},
}


#: The parts of the program that nobody signs in for.
FOR_REPORTERS = {"web", "portal", "content", "members"}
#: The pages of the portal's tree, whose address has a name outside of any part.
PAGE = "wagtail_serve"


class SecondFactor(BothWays):
    """Keeps everybody with a role at the entrance until a second factor was used.

    It guards every address of the program, so that no view, API or stream can forget to ask.
    """

    def process_view(
        self, request: HttpRequest, _view: Handler, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in ALWAYS:
            return None
        now = standing(request)
        if now not in ENTRANCE or name in ENTRANCE[now]:
            return None
        return refusal(request, now)


class LastSeen(BothWays):
    """Notes when a session was last used, so that people recognise their own.

    Not on the pages for reporters: somebody on the staff may report in the browser of their desk,
    and the minute of that would be as good as their name. At most once in five minutes for each
    process: a write for every request would cost more than the answer.
    """

    EVERY = 300.0
    KEPT = 10_000

    def __init__(self, get_response: Handler) -> None:
        super().__init__(get_response)
        self._noted: dict[str, float] = {}

    def process_view(self, request: HttpRequest, _view: Handler, _args: Any, _kwargs: Any) -> None:
        match = request.resolver_match
        if match is not None and (match.app_name in FOR_REPORTERS or match.view_name == PAGE):
            return
        key = request.session.session_key
        if not key or not isinstance(request.user, Person):
            return
        moment = time.monotonic()
        if moment - self._noted.get(key, float("-inf")) < self.EVERY:
            return
        if len(self._noted) >= self.KEPT:
            self._noted.clear()
        self._noted[key] = moment
        UserSession.objects.filter(session_key=key).update(last_seen_at=clock.now())
