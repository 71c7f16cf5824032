"""Errors as RFC 9457 problem details, in the language of the request."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: the last part of its `type`, its status and its `title`."""

    slug: str
    status: HTTPStatus
    title: Promise


MALFORMED = Kind("malformed", HTTPStatus.BAD_REQUEST, _("The request cannot be read"))
UNAUTHENTICATED = Kind("unauthenticated", HTTPStatus.UNAUTHORIZED, _("A valid token is needed"))
OUT_OF_SCOPE = Kind("out-of-scope", HTTPStatus.FORBIDDEN, _("The token does not open this"))
NOT_ALLOWED = Kind("not-allowed", HTTPStatus.FORBIDDEN, _("This is not allowed"))
NOT_FOUND = Kind("not-found", HTTPStatus.NOT_FOUND, _("There is no such thing"))
NO_METHOD = Kind(
    "no-such-method", HTTPStatus.METHOD_NOT_ALLOWED, _("This address has no such method")
)
CONFLICT = Kind("conflict", HTTPStatus.CONFLICT, _("This is not possible now"))
TOO_LARGE = Kind("too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("The request is too large"))
INVALID = Kind("invalid", HTTPStatus.UNPROCESSABLE_ENTITY, _("Something in the request is wrong"))
KEY_REUSED = Kind(
    "key-reused",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    _("This idempotency key belongs to another request"),
)
TOO_MANY = Kind("too-many", HTTPStatus.TOO_MANY_REQUESTS, _("Too many requests"))
INTERNAL = Kind("internal", HTTPStatus.INTERNAL_SERVER_ERROR, _("We made a mistake"))
STORAGE_FULL = Kind("storage-full", HTTPStatus.SERVICE_UNAVAILABLE, _("No room to store this now"))

KINDS = (
    MALFORMED,
    UNAUTHENTICATED,
    OUT_OF_SCOPE,
    NOT_ALLOWED,
    NOT_FOUND,
    NO_METHOD,
    CONFLICT,
    TOO_LARGE,
    INVALID,
    KEY_REUSED,
    TOO_MANY,
    INTERNAL,
    STORAGE_FULL,
)
#: What an error is called that was not raised as a `Problem`: the first kind of its status.
_BY_STATUS = {kind.status: kind for kind in reversed(KINDS)}


class Problem(Exception):  # noqa: N818 - the name of RFC 9457
    """Ends an operation with a problem; `errors` are (JSON pointer or parameter, sentence)."""

    def __init__(
        self,
        kind: Kind,
        detail: str = "",
        *,
        errors: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.kind, self.detail, self.errors = kind, detail, errors
        self.headers = headers or {}
        super().__init__(kind.slug, detail)


def respond(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as a response."""
    body = _document(request, problem.kind, problem.detail)
    if problem.errors:
        body["errors"] = [{"at": at, "detail": detail} for at, detail in problem.errors]
    response = HttpResponse(_render(body), status=problem.kind.status, content_type=MEDIA_TYPE)
    for name, value in problem.headers.items():
        response[name] = value
    return response


def restate(request: HttpRequest, response: HttpResponse) -> None:
    """Turn an error of the framework into problem details; its headers stay."""
    status = HTTPStatus(response.status_code)
    kind = _BY_STATUS.get(status)
    body = _document(request, kind) if kind else {"type": "about:blank", "title": status.phrase}
    response.content = _render(body | {"status": response.status_code})
    response["Content-Type"] = MEDIA_TYPE
    response["Content-Length"] = str(len(response.content))


def _document(request: HttpRequest, kind: Kind, detail: str = "") -> dict[str, Any]:
    document: dict[str, Any] = {
        "type": f"{settings.HUBUNG.public_url}/api/docs#{kind.slug}",
        "title": str(kind.title),
        "status": int(kind.status),
    }
    if detail:
        document["detail"] = detail
    if request_id := getattr(request, "id", ""):
        document["instance"] = f"urn:hubung:request:{request_id}"
    return document


def _render(body: dict[str, Any]) -> bytes:
    # A name in a request may hold half a character, which no encoding can write.
    return json.dumps(body, ensure_ascii=False).encode(errors="replace")
