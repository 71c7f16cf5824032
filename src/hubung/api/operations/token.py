"""What a token is and opens."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop as _
from ninja import Router, Schema

from hubung.api.auth import Bearer
from hubung.api.callers import ApiRequest
from hubung.api.models import Scope
from hubung.api.schemas.common import ProblemDocument

router = Router(tags=["token"])


class TokenOut(Schema):
    """The token of this request."""

    name: str
    holder: str
    is_application: bool
    scopes: list[Scope]
    requests_per_hour: int
    expires_at: datetime


@router.get(
    "/token",
    auth=Bearer(None),
    response={200: TokenOut, 401: ProblemDocument, 429: ProblemDocument},
    summary=_("Read what this token is"),
    description=_("To find out whether it works; no scope is needed."),
    operation_id="get_token",
)
def get_token(request: ApiRequest) -> TokenOut:
    token = request.auth.token
    return TokenOut(
        name=token.name,
        holder=token.holder_name,
        is_application=token.application is not None,
        scopes=[Scope(each) for each in token.scopes],
        requests_per_hour=token.requests_per_hour,
        expires_at=token.expires_at,
    )
