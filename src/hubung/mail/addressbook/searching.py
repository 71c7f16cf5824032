"""Answers a search: the database finds what may fit, and that is held against the filter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import reduce
from operator import and_, or_

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Collate
from django.db.models.lookups import IContains, IStartsWith

from hubung.mail.addressbook import entries, filters
from hubung.mail.addressbook.entries import TOP, Entry
from hubung.mail.addressbook.filters import And, Filter, Item, Not, Or, Unknown
from hubung.mail.addressbook.kinds import KINDS, OWN, Kind, plain
from hubung.mail.models import Account

_BRANCHES = (*KINDS, OWN)
#: Of one answer; and of one to a single letter, which fits nearly everybody.
MOST, FEW = 200, 20
#: Where a filter fits less than the database finds for it, this many times as much is looked at.
_FURTHER = 5
_ASCII = re.compile(r"[!-~]+")
#: What somebody is called.
_NAMES = frozenset({"cn", "displayname", "givenname", "sn"})


class Scope(IntEnum):
    """What of the tree is searched: the entry itself, what is right below it, or everything."""

    BASE = 0
    ONE = 1
    SUBTREE = 2


class Code(IntEnum):
    """LDAP's word for how it went (RFC 4511, 4.1.9)."""

    SUCCESS = 0
    PROTOCOL_ERROR = 2
    SIZE_LIMIT_EXCEEDED = 4
    NO_SUCH_OBJECT = 32
    INVALID_CREDENTIALS = 49
    INSUFFICIENT_RIGHTS = 50
    UNAVAILABLE = 52
    UNWILLING = 53


@dataclass(frozen=True)
class Question:
    """A search as it comes; `limit` 0 or below: as many as there are."""

    base: str
    scope: int
    limit: int
    filter: str


@dataclass(frozen=True)
class Answer:
    code: Code
    entries: list[Entry] = field(default_factory=list)


def search(question: Question, asker: Account) -> Answer:
    """What somebody finds. Raises DatabaseError."""
    place = entries.taken_apart(question.base)
    if place is None or place[0] not in ("", *(kind.branch for kind in _BRANCHES)):
        return Answer(Code.NO_SUCH_OBJECT)
    try:
        asked = filters.parse(question.filter)
    except filters.FilterError:
        return Answer(Code.UNWILLING)
    branch, address = place
    most = min(question.limit, _most(asked)) if question.limit > 0 else _most(asked)
    folders, kinds = _reached(branch, address, question.scope)
    found = [entry for entry in folders if asked.matches(entry.values)][:most]
    if address:
        asked = And((Item("mail", (filters.normal(address),)), asked))
    told: list[Entry] = []
    complete = True
    # Each kind has its share, and what one leaves is the next one's: people come last.
    for still, kind in zip(range(len(kinds), 0, -1), reversed(kinds), strict=True):
        share = (most - len(found) - len(told)) // still
        some, all_of_them = _of_kind(kind, asked, asker, share)
        told = [*some, *told]
        complete = complete and all_of_them
    return Answer(Code.SUCCESS if complete else Code.SIZE_LIMIT_EXCEEDED, [*found, *told])


def _most(asked: Filter) -> int:
    words = [word for item in filters.items(asked) for word in item.words]
    return FEW if words and max(map(len, words)) < 2 else MOST


def _reached(branch: str, address: str, scope: int) -> tuple[list[Entry], Sequence[Kind]]:
    """Which folders of the tree a search looks at, and the kinds of entries in them."""
    here = [] if scope == Scope.ONE or address else [_folder(branch)]
    if not branch:
        below = [] if scope == Scope.BASE else [_folder(kind.branch) for kind in KINDS]
        return [*here, *below], KINDS if scope >= Scope.SUBTREE else ()
    wanted = scope != Scope.ONE if address else scope != Scope.BASE
    return here, [kind for kind in _BRANCHES if wanted and kind.branch == branch]


def _folder(branch: str) -> Entry:
    if not branch:
        named = {"objectclass": ["organization", "top"], "o": [TOP.removeprefix("o=")]}
        return Entry(TOP, named)
    return Entry(
        entries.name(branch), {"objectclass": ["organizationalUnit", "top"], "ou": [branch]}
    )


def _of_kind(kind: Kind, asked: Filter, asker: Account, most: int) -> tuple[list[Entry], bool]:
    """At most so many that fit, and whether these are all."""
    narrow = _narrowed(asked, kind)
    if narrow is False:
        return [], True
    rows = kind.rows(asker).order_by(*_order(asked, kind))
    if isinstance(narrow, Q):
        rows = rows.filter(narrow)
    found: list[Entry] = []
    enough = most + 1
    for start, end in ((0, enough), (enough, _FURTHER * enough)):
        some = list(rows[start:end])
        found += [entry for entry in kind.entries(some) if asked.matches(entry.values)]
        if len(found) > most:
            break
        if len(some) < end - start:
            return found, True
    return found[:most], False


def _order(asked: Filter, kind: Kind) -> Sequence[Case | Collate | str]:
    """Those first of whose name a word begins as what was written.

    A single letter fits so many that none comes before others, and nobody waits for their order.
    """
    words = [w for item in filters.items(asked) if item.attribute in _NAMES for w in item.words]
    named = plain(kind.named)
    if not words:
        return named, "pk"
    if len(words[0]) < 2:
        return ("pk",)
    begins = Q(IStartsWith(named, words[0])) | Q(IContains(named, f" {words[0]}"))
    first = Case(When(begins, then=Value(0)), default=Value(1), output_field=IntegerField())
    return first, named, "pk"


def _narrowed(asked: Filter, kind: Kind) -> Q | bool:
    """What the database can say of a filter: never less than fits. True: everything may fit."""
    match asked:
        case Item():
            return _narrowed_item(asked, kind)
        case Unknown():
            return False
        case Not():
            return True
        case And(inner):
            parts = [_narrowed(one, kind) for one in inner]
            if any(part is False for part in parts):
                return False
            held = [part for part in parts if isinstance(part, Q)]
            return reduce(and_, held) if held else True
        case Or(inner):
            parts = [_narrowed(one, kind) for one in _once_each(inner, kind)]
            if any(part is True for part in parts):
                return True
            held = [part for part in parts if isinstance(part, Q)]
            return reduce(or_, held) if held else False


def _once_each(inner: Sequence[Filter], kind: Kind) -> Iterable[Filter]:
    """Programs ask the same of four attributes, which are one column."""
    found: dict[object, Filter] = {}
    for one in inner:
        key: object = one
        if isinstance(one, Item):
            key = kind.holding.get(one.attribute, one.attribute), one.parts
        found.setdefault(key, one)
    return found.values()


def _narrowed_item(item: Item, kind: Kind) -> Q | bool:
    if item.attribute in kind.constant:
        return bool(item.matches(kind.constant))
    holds = kind.holding.get(item.attribute)
    if holds is None:
        return False
    if item.attribute == "mail" and len(item.parts) == 1 and kind.one_address:
        return Q((kind.addressed, item.parts[0].strip()))
    # SQLite knows upper and lower case of ASCII alone; the rest is compared afterwards.
    pieces = [piece for word in item.words for piece in _ASCII.findall(word)]
    return reduce(and_, map(holds, pieces)) if pieces else True
