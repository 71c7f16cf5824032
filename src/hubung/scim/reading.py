"""What a request says: JSON with limits, and query parameters as a search request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from scim2_models import InvalidFilterException, InvalidSyntaxException, ScimPolicy

#: What is not in the schema is left out; and what the most common programs write a little
#: differently than the standard is understood.
POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
)
#: Longer ones are no filter that anybody has written.
FILTER_LENGTH = 4000
OPERATIONS = 100
DEPTH = 20


def parse(content: bytes) -> dict[str, Any]:
    """The JSON object of a body. Raises InvalidSyntaxException."""
    try:
        found = json.loads(content or b"null", parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidSyntaxException(detail=_("The body is not JSON.")) from error
    if not isinstance(found, dict):
        raise InvalidSyntaxException(detail=_("The body must be a JSON object."))
    check_text(found)
    check_filter(found.get("filter"))
    return found


def check_text(found: Any) -> None:
    """Raises InvalidSyntaxException for what nests too deep, or what no database keeps."""
    waiting = [(found, 0)]
    while waiting:
        each, depth = waiting.pop()
        if depth > DEPTH:
            raise InvalidSyntaxException(
                detail=_("The body nests deeper than %(count)d levels.") % {"count": DEPTH}
            )
        if isinstance(each, dict):
            waiting += [(inner, depth + 1) for inner in (*each, *each.values())]
        elif isinstance(each, list):
            waiting += [(inner, depth + 1) for inner in each]
        elif isinstance(each, str) and not is_storable(each):
            raise InvalidSyntaxException(detail=_("A text holds characters without a meaning."))


def is_storable(text: str) -> bool:
    """Without NUL, and without half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= each <= "\udfff" for each in text)


def check_patch(body: Mapping[str, Any]) -> None:
    """Raises InvalidSyntaxException for more operations than are worked through at once."""
    found = next((value for name, value in body.items() if name.lower() == "operations"), None)
    if isinstance(found, list) and len(found) > OPERATIONS:
        raise InvalidSyntaxException(
            detail=_("Send at most %(count)d operations in a request.") % {"count": OPERATIONS}
        )


def check_filter(text: Any) -> None:
    if isinstance(text, str) and len(text) > FILTER_LENGTH:
        raise InvalidFilterException(
            detail=_("A filter has at most %(count)d characters.") % {"count": FILTER_LENGTH}
        )


def parameters(query: Mapping[str, str]) -> dict[str, Any]:
    """The query string as the body of a search request would say it."""
    names = ("filter", "sortBy", "sortOrder", "startIndex", "count")
    found: dict[str, Any] = {name: query[name] for name in names if query.get(name)}
    found |= shown(query)
    check_text(found)
    check_filter(found.get("filter"))
    return found


def shown(query: Mapping[str, str]) -> dict[str, Any]:
    """Which attributes the answer is to hold."""
    return {name: query[name] for name in ("attributes", "excludedAttributes") if query.get(name)}


def _no_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and infinities are no JSON")
