"""A seal for each day: the ends of the chains, signed, to be published.

The payload of a seal is JSON in its canonical form:

    {"number": 12, "day": "2026-11-23", "made_at": "…Z", "key": base64 of the public key,
     "previous": SHA-256 of the payload and signature of the seal before it,
     "audit": {"entries": 4711, "hash": end of the chain of the log},
     "books": {"timelines": {"first": 1, "last": 9000, "rows": 8998, "digest": SHA-256}}}

It holds counts and hashes only, nothing about anybody. Whoever keeps a seal can show later that
what it covers was changed, also when the keeper of the key signs everything anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import OperationalError, transaction

from hubung.audit import books, chain, keys
from hubung.audit.chain import Broken
from hubung.audit.models import Entry, Head, Seal
from hubung.kernel import clock
from hubung.kernel.chains import canonical
from hubung.kernel.faults import SpokenError

#: A seal that is late by more than this has no worker or no key.
PATIENCE = timedelta(hours=50)


class KeyLostError(SpokenError):
    """There are seals, but the key that signed them is not on this machine."""


def latest() -> Seal | None:
    return Seal.objects.order_by("-number").first()


def day_to_seal(last: Seal | None) -> date | None:
    """The day that is over and has no seal, at the head office; None when all have one."""
    zone = ZoneInfo(settings.HUBUNG.ministry.timezone)
    over: date = clock.now().astimezone(zone).date() - timedelta(days=1)
    return over if last is None or last.day < over else None


def seal_if_due() -> Seal | None:
    """Seal the day that is over, once; days without a worker are covered by the seal after them.

    Raises KeyLostError.
    """
    last = latest()
    day = day_to_seal(last)
    return seal(day, last) if day is not None else None


def seal(day: date, last: Seal | None) -> Seal | None:
    """Sign the ends of all chains; None when writers are too busy just now. Raises KeyLostError."""
    if last is None:
        keys.make()
    elif not keys.private_path().exists():
        raise KeyLostError(f"{keys.private_path()} is missing: put it back, or make a new key.")
    while chain.lengthen():
        pass  # everything that happened is in the chain before its end is signed
    before: dict[str, Any] = json.loads(last.payload)["books"] if last else {}
    try:
        ranges = {
            book.name: asdict(_next_range(book, before.get(book.name)))
            for book in books.all_books()
        }
    except OperationalError:
        return None
    with transaction.atomic():
        head = Head.objects.get(pk=1)
        number = last.number + 1 if last else 1
        payload = canonical(
            {
                "number": number,
                "day": day.isoformat(),
                "made_at": clock.now().astimezone(UTC).isoformat(timespec="seconds"),
                "key": keys.public(),
                "previous": fingerprint(last) if last else "",
                "audit": {"entries": head.entries, "hash": head.hash},
                "books": ranges,
            }
        )
        return Seal.objects.create(
            number=number, day=day, payload=payload, signature=keys.sign(payload)
        )


def _next_range(book: books.Book, before: dict[str, Any] | None) -> books.Range:
    first = before["last"] + 1 if before else 1
    return books.digest(book, first, max(books.horizon(book), first - 1))


def fingerprint(seal: Seal) -> str:
    """What the next seal says of this one."""
    return hashlib.sha256(f"{seal.payload}\n{seal.signature}".encode()).hexdigest()


def published(seal: Seal) -> str:
    """The line that anybody may have: the payload letter by letter, and its signature."""
    return json.dumps({"payload": seal.payload, "signature": seal.signature})


def verify(kept: Sequence[str] = ()) -> Broken | None:
    """Check the log, every seal and all that they cover; the first fault, or None.

    `kept`: published lines that somebody saved; those of this database must be the same.
    """
    found = list(Seal.objects.order_by("number"))
    if broken := _verify_series(found) or _verify_kept(found, kept):
        return broken
    said = [json.loads(one.payload) for one in found]
    ends = {facts["audit"]["entries"]: "" for facts in said}
    if broken := chain.verify(ends):
        return broken
    for one, facts in zip(found, said, strict=True):
        end = facts["audit"]
        if end["hash"] != ends[end["entries"]]:
            return Broken(_name(one), "does not fit the log: what it covers was written anew")
        for name, sealed in facts["books"].items():
            if broken := _verify_range(one, name, sealed):
                return broken
    return None


def _verify_series(found: Sequence[Seal]) -> Broken | None:
    trusted, previous = keys.trusted(), ""
    for place, one in enumerate(found, start=1):
        if one.number != place:
            return Broken(f"seal {place}", "is missing")
        try:
            facts = json.loads(one.payload)
            shown = (facts["number"], facts["day"], facts["previous"])
            key = facts["key"]
        except (ValueError, KeyError, TypeError):
            return Broken(_name(one), "was changed")
        if not keys.is_signed(one.payload, one.signature, key):
            return Broken(_name(one), "has a wrong signature")
        if key not in trusted:
            return Broken(_name(one), "is signed with a key that is not this installation's")
        if shown != (one.number, one.day.isoformat(), previous):
            return Broken(_name(one), "does not follow the seal before it")
        previous = fingerprint(one)
    return None


def _verify_kept(found: Sequence[Seal], kept: Sequence[str]) -> Broken | None:
    own = {one.number: published(one) for one in found}
    for line in kept:
        try:
            saved = json.loads(line)
            number = int(json.loads(saved["payload"])["number"])
        except (ValueError, KeyError, TypeError):
            return Broken("the file", f"has a line that is no seal: {line[:40]}")
        if number not in own:
            return Broken(f"seal {number}", "is missing: it was published once")
        if json.loads(own[number]) != saved:
            return Broken(f"seal {number}", "is not the one that was published")
    return None


def _verify_range(one: Seal, name: str, sealed: dict[str, Any]) -> Broken | None:
    book = next((book for book in books.all_books() if book.name == name), None)
    if book is None:
        return Broken(_name(one), f"covers {name}, which this version does not know")
    now = asdict(books.digest(book, sealed["first"], sealed["last"]))
    if now["rows"] != sealed["rows"]:
        return Broken(
            _name(one), f"covers {sealed['rows']} entries of the {name}; {now['rows']} are there"
        )
    if now != sealed:
        return Broken(_name(one), f"does not fit the {name}: an entry was changed or swapped")
    return None


def _name(one: Seal) -> str:
    return f"seal {one.number} ({one.day})"


def entries_sealed() -> int:
    """How many entries of the log the latest seal covers."""
    last = latest()
    return int(json.loads(last.payload)["audit"]["entries"]) if last else 0


def is_late() -> bool:
    """Whether the day before yesterday has no seal although something was on record by then."""
    last = latest()
    since = clock.now() - PATIENCE
    if last is not None:
        return bool(json.loads(last.payload)["made_at"] < since.isoformat(timespec="seconds"))
    return Entry.objects.filter(at__lt=since).exists()
