"""The way in: `Authorization: Bearer hub_…`, with the scope that the operation asks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from hubung.api import problems, tokens
from hubung.api.callers import Caller
from hubung.api.models import Scope, Token
from hubung.api.problems import Problem
from hubung.channels.web import visitors

REALM = 'Bearer realm="hubung"'


class Bearer(HttpBearer):
    """Checks token, limit and scope. Nothing else, no cookie above all, proves who somebody is."""

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The caller. Raises Problem."""
        return Caller(admit(token, self.scope))


def admit(secret: str, scope: Scope | None) -> Token:
    """The token with this secret; its use is counted and noted.

    Raises Problem when it opens nothing, lacks the scope, or was used too often in this hour.
    """
    found = tokens.find_token(secret)
    if found is None:
        raise Problem(
            problems.UNAUTHENTICATED,
            _("This token is unknown, expired or revoked, or its holder has no role any more."),
            headers={"WWW-Authenticate": f'{REALM}, error="invalid_token"'},
        )
    if visitors.count("api", str(found.pk)) > found.requests_per_hour:
        raise Problem(
            problems.TOO_MANY,
            _("At most %(count)d requests an hour. Wait, or ask for fewer things.")
            % {"count": found.requests_per_hour},
            headers={"Retry-After": str(visitors.WINDOW_SECONDS)},
        )
    if scope is not None and scope not in found.scopes:
        challenge = f'{REALM}, error="insufficient_scope", scope="{scope.value}"'
        raise Problem(
            problems.OUT_OF_SCOPE,
            _("The token lacks the scope “%(scope)s”.") % {"scope": scope.value},
            headers={"WWW-Authenticate": challenge},
        )
    tokens.note_use(found)
    return found


def no_token() -> Problem:
    """What a request without a token gets."""
    return Problem(
        problems.UNAUTHENTICATED,
        _("Send a token: Authorization: Bearer hub_…"),
        headers={"WWW-Authenticate": REALM},
    )


def needs(scope: Scope) -> dict[str, Any]:
    """For the decorator of an operation: the scope it asks for, checked and described."""
    return {"auth": Bearer(scope), "openapi_extra": {"x-scope": scope.value}}
