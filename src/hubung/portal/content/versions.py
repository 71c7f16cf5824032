"""A number that changes whenever something public does; what was made before it is not served."""

from __future__ import annotations

import secrets

from django.core.cache import cache

_KEY = "content.version"


def change() -> None:
    """Everything that was made until now is old."""
    cache.set(_KEY, secrets.token_hex(8), None)


def current() -> str:
    """The version of everything that is public."""
    found = cache.get(_KEY)
    if not found:
        change()
        found = cache.get(_KEY)
    return str(found)
