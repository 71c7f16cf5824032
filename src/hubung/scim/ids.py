"""Ids, unique among all resources of the service as the protocol wants: each type has a letter."""

from __future__ import annotations

from typing import Any

USER = "u"
GROUP = "g"


def id_of(letter: str, pk: int) -> str:
    return f"{letter}{pk}"


def key_of(letter: str, value: Any) -> int | None:
    """The primary key that an id of this type stands for."""
    text = str(value)
    digits = text.removeprefix(letter)
    is_one = text.startswith(letter) and digits.isascii() and digits.isdigit() and len(digits) < 19
    return int(digits) if is_one else None
