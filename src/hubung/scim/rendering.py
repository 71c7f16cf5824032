"""Answers: `application/scim+json`, with the version as ETag."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from scim2_models import Context, Error

MEDIA_TYPE = "application/scim+json"


def respond(
    body: Any = None, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """`body` as JSON; None is no body at all."""
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    response = HttpResponse(content, status=status, content_type=MEDIA_TYPE)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def fault(error: Error, headers: Mapping[str, str] | None = None) -> HttpResponse:
    body = error.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    return respond(body, error.status or 400, headers)


def version_of(shown: Mapping[str, Any]) -> str:
    """A weak ETag: the same as long as everything that is shown is the same."""
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False)
    return f'W/"{sha256(text.encode()).hexdigest()[:24]}"'


def matches(header: str, version: str) -> bool:
    """Whether an `If-Match` or `If-None-Match` names this version; weak comparison."""
    if header.strip() == "*":
        return True
    opaque = version.removeprefix("W/")
    return opaque in [each.strip().removeprefix("W/") for each in header.split(",")]
