"""A number that changes whenever something public does; what was made before it is not served."""

from __future__ import annotations

import secrets

from django.core.cache import cache

_KEY = "content.version"


def change() -> None:
    """Everything that was made until now is old."""
    cache.set(_KEY, _new(), None)


def current() -> str:
    """The version of everything that is public; the first who ask at once get the same."""
    return str(cache.get_or_set(_KEY, _new, None))


def _new() -> str:
    return secrets.token_hex(8)
