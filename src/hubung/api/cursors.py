"""Places in a list, opaque to callers: the key of the last item that they were given."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from hubung.api import problems
from hubung.api.problems import Problem

M = TypeVar("M", bound=Model)
_MOST = 2**63 - 1


def encode(key: int | str) -> str:
    return urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def number(cursor: str | None, default: int) -> int:
    """The key in a cursor of a list that is sorted by a number. Raises Problem."""
    key = default if cursor is None else _decode(cursor)
    if isinstance(key, bool) or not isinstance(key, int) or not 0 <= key <= _MOST:
        raise _wrong()
    return key


def word(cursor: str | None) -> str:
    """The key in a cursor of a list that is sorted by a code. Raises Problem."""
    key = "" if cursor is None else _decode(cursor)
    if not isinstance(key, str) or "\0" in key:
        raise _wrong()
    return key


def cut(rows: QuerySet[M], limit: int) -> tuple[Sequence[M], bool]:
    """A page, and whether there are more."""
    found = list(rows[: limit + 1])
    return found[:limit], len(found) > limit


def _decode(cursor: str) -> object:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key: object = json.loads(urlsafe_b64decode(padded.encode()).decode())
    except (ValueError, RecursionError) as error:
        raise _wrong() from error
    return key


def _wrong() -> Problem:
    return Problem(
        problems.INVALID,
        _("The cursor is not one of this list."),
        errors=[("cursor", _("Take it from `next_cursor` as it is."))],
    )
