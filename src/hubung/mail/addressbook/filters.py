"""Filters of LDAP (RFC 4515), read and applied. Pure.

A condition is true, false, or neither (RFC 4511, 4.5.1.7): of an attribute that nobody knows it can
be said neither that it fits nor that it does not. What we do not compare (`>=`, `<=`, extensible
matches) is of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

#: Programs nest four or five deep.
DEEPEST = 20
LONGEST = 4_000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?=[;=~])")
_OPTION = re.compile(r";[A-Za-z0-9;-]+")
_HEX = re.compile(rb"\\([0-9A-Fa-f]{2})")
_SPACES = re.compile(r"\s+")

#: An attribute's values by its name in lower case.
Values = Mapping[str, Sequence[str]]


class FilterError(ValueError):
    """It is no filter, or one that nobody needs."""


@dataclass(frozen=True)
class Item:
    """One attribute against a pattern: what stands before, between and after its asterisks.

    One part alone is the whole value; `("", "")` is any.
    """

    attribute: str
    parts: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """What the value must hold, without a space in it."""
        return " ".join(self.parts).split()

    def matches(self, values: Values) -> bool | None:
        return any(self._fits(normal(value)) for value in values.get(self.attribute, ()))

    def _fits(self, value: str) -> bool:
        first, *others = self.parts
        if not others:
            return value.strip() == first.strip()
        *between, last = others
        if not value.startswith(first):
            return False
        at = len(first)
        for part in between:
            found = value.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return len(value) - at >= len(last) and value.endswith(last)


@dataclass(frozen=True)
class Unknown:
    """Neither true nor false of any entry."""

    def matches(self, _values: Values) -> bool | None:
        return None


@dataclass(frozen=True)
class Not:
    inner: Filter

    def matches(self, values: Values) -> bool | None:
        found = self.inner.matches(values)
        return None if found is None else not found


@dataclass(frozen=True)
class And:
    inner: tuple[Filter, ...]

    def matches(self, values: Values) -> bool | None:
        found = [one.matches(values) for one in self.inner]
        return False if False in found else None if None in found else True


@dataclass(frozen=True)
class Or:
    inner: tuple[Filter, ...]

    def matches(self, values: Values) -> bool | None:
        found = [one.matches(values) for one in self.inner]
        return True if True in found else None if None in found else False


Filter = Item | Unknown | Not | And | Or


def parse(text: str) -> Filter:
    """Raises FilterError."""
    if len(text) > LONGEST:
        raise FilterError("too long")
    found, end = _filter(text, 0, DEEPEST)
    if end != len(text):
        raise FilterError("something follows")
    return found


def normal(value: str) -> str:
    """As values are compared: in lower case, with single spaces."""
    return _SPACES.sub(" ", value.lower())


def items(asked: Filter) -> Iterator[Item]:
    """Every item that may make it true; those under a NOT are left out."""
    match asked:
        case Item():
            yield asked
        case And(inner) | Or(inner):
            for one in inner:
                yield from items(one)


def _filter(text: str, at: int, depth: int) -> tuple[Filter, int]:
    if not depth:
        raise FilterError("too deep")
    if text[at : at + 1] != "(":
        raise FilterError("no bracket")
    sign = text[at + 1 : at + 2]
    if sign == "!":
        inner, end = _filter(text, at + 2, depth - 1)
        return Not(inner), _closed(text, end)
    if sign in ("&", "|"):
        found, end = [], at + 2
        while text[end : end + 1] == "(":
            one, end = _filter(text, end, depth - 1)
            found.append(one)
        made = And(tuple(found)) if sign == "&" else Or(tuple(found))
        return made, _closed(text, end)
    end = text.find(")", at)
    if end < 0:
        raise FilterError("no closing bracket")
    return _item(text[at + 1 : end]), end + 1


def _closed(text: str, at: int) -> int:
    if text[at : at + 1] != ")":
        raise FilterError("no closing bracket")
    return at + 1


def _item(text: str) -> Filter:
    """`name=value`. The daemon marks what it does not know itself with a question mark."""
    name = _NAME.match(text)
    if name is None:
        return Unknown()
    at = name.end()
    if option := _OPTION.match(text, at):
        at = option.end()
    if text.startswith("~=", at):
        # About the same: as the same, for lack of anything better.
        at += 1
    if not text.startswith("=", at) or "(" in text[at:]:
        return Unknown()
    try:
        parts = tuple(_value(part) for part in text[at + 1 :].split("*"))
    except ValueError:
        return Unknown()
    return Item(name[0].lower(), parts)


def _value(text: str) -> str:
    """What was written with escapes. Raises ValueError for what no value of ours can be."""
    raw = _HEX.sub(lambda found: bytes([int(found[1], 16)]), text.encode())
    if b"\0" in raw:
        raise ValueError("NUL")
    return normal(raw.decode())
