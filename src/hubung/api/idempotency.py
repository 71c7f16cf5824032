"""The same call twice does its work once (the `Idempotency-Key` header).

The key is remembered in the transaction of the work itself: either both are there or neither, and
a second call that comes while the first is still running waits for it at the unique constraint.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Schema
from ninja.params.functions import Header
from pydantic import StringConstraints

from hubung.api import problems
from hubung.api.callers import ApiRequest
from hubung.api.models import RememberedCall
from hubung.api.problems import Problem
from hubung.api.schemas.changes import Done

Key = Annotated[str, StringConstraints(pattern=r"^[!-~]+$", max_length=100)]
#: The header, as an operation takes it.
KEY: Any = Header(
    None,
    alias="Idempotency-Key",
    description=gettext_noop(
        "A value of your own for this call: sent again, it gives the same answer."
    ),
)


def once(
    request: ApiRequest,
    response: HttpResponse,
    key: str | None,
    asked: Schema | None,
    work: Callable[[], Done],
) -> Done:
    """Do the work, or tell again what it did. Raises Problem for a key of another request."""
    if key is None:
        return work()
    fingerprint = _fingerprint(request, asked)
    with transaction.atomic():
        call, is_new = RememberedCall.objects.get_or_create(
            token=request.auth.token, key=key, defaults={"fingerprint": fingerprint}
        )
        if is_new:
            done = work()
            call.answer = done.model_dump(mode="json")
            call.save(update_fields=["answer"])
            return done
    if call.fingerprint != fingerprint:
        raise Problem(
            problems.KEY_REUSED, _("Use a new key for a new request; nothing was changed.")
        )
    response["Idempotency-Replayed"] = "true"
    return Done.model_validate(call.answer)


def _fingerprint(request: HttpRequest, asked: Schema | None) -> str:
    """A keyed digest: what somebody reported cannot be guessed back from it."""
    said = asked.model_dump_json() if asked is not None else ""
    return salted_hmac(
        "hubung.api.call", f"{request.method} {request.path}\n{said}", algorithm="sha256"
    ).hexdigest()
