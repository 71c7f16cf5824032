"""The chain of entries: each carries the hash of the one before it.

Entries are written without a place in the chain, so that no reader waits for another; one worker
at a time ties those that wait to its end. `docs/decisions`, number 13.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from hubung.audit.models import WRITTEN_ONCE, Entry, Head
from hubung.audit.recording import digest_words, facts_of, is_genuine
from hubung.kernel import bulk, clock
from hubung.kernel.chains import hash_facts

BATCH = 500
#: An entry that has waited longer than this has no worker.
PATIENCE = timedelta(minutes=10)


def waiting() -> QuerySet[Entry]:
    """Entries without a place in the chain, oldest first."""
    return Entry.objects.filter(seq__isnull=True).order_by("id")


def lengthen() -> int:
    """Tie up to `BATCH` waiting entries to the end of the chain; returns how many."""
    if not waiting().exists():
        return 0
    with transaction.atomic():
        head = (
            Head.objects.select_for_update(
                skip_locked=connection.features.has_select_for_update_skip_locked
            )
            .filter(pk=1)
            .first()
        )
        if head is None:
            return 0  # another worker is at it
        entries = list(waiting()[:BATCH])
        for entry in entries:
            entry.seq = head.entries + 1
            entry.genuine = is_genuine(entry)
            entry.previous_hash = head.hash
            entry.hash = hash_entry(entry)
            head.entries, head.hash = entry.seq, entry.hash
        bulk.update(entries, WRITTEN_ONCE)
        head.save()
    return len(entries)


def hash_entry(entry: Entry) -> str:
    """SHA-256 over everything that the entry says and its place."""
    place = {
        "id": entry.pk,
        "seq": entry.seq,
        "genuine": entry.genuine,
        "previous_hash": entry.previous_hash,
    }
    return hash_facts({**facts_of(entry), **place})


@dataclass(frozen=True)
class Broken:
    """What does not fit: `what` as `entry 17` or `seal 3 (2026-11-23)`, and why."""

    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.what} {self.why}"


def verify(hashes: dict[int, str] | None = None) -> Broken | None:
    """Read the whole chain; the first entry that does not fit, or None.

    Puts the recomputed hash of each number asked for by a key of `hashes` under that key.
    """
    wanted = hashes if hashes is not None else {}
    previous, seen = "", 0
    for entry in _chained():
        seen += 1
        name = f"entry {seen}"
        if entry.seq != seen:
            return Broken(name, "is missing")
        if not is_erased(entry) and not words_fit(entry):
            return Broken(name, "has other words than were written")
        if entry.hash != hash_entry(entry):
            return Broken(name, "was changed")
        if entry.previous_hash != previous:
            return Broken(name, "does not follow the entry before it")
        if not entry.genuine:
            return Broken(name, "was not written by this program")
        previous = entry.hash or ""
        if seen in wanted:
            wanted[seen] = previous
    head = Head.objects.get(pk=1)
    if seen < head.entries:
        return Broken(f"entry {seen + 1}", "is missing at the end")
    if seen > head.entries or previous != head.hash:
        return Broken(f"entry {seen}", "is not where the chain ended")
    return _verify_waiting()


def words_fit(entry: Entry) -> bool:
    return entry.words_digest == digest_words(entry.salt, entry.address, entry.why)


def is_erased(entry: Entry) -> bool:
    """Whether reason and address were erased by law: with their salt, so that no guess of what
    they were can be tried against the digest. `erased` counts these, so that none hides there."""
    return not (entry.salt or entry.address or entry.why)


def erase_words(which: Q) -> int:
    """Empty reason and address of entries that are in the chain; returns how many."""
    return with_words().filter(which).update(address="", why="", salt="")


def with_words() -> QuerySet[Entry]:
    """Entries in the chain that still say a reason or an address."""
    return Entry.objects.filter(seq__isnull=False).exclude(salt="")


def erased() -> int:
    return Entry.objects.filter(salt="", seq__isnull=False).count()


def _chained() -> Iterator[Entry]:
    return Entry.objects.filter(seq__isnull=False).order_by("seq").iterator(chunk_size=2000)


def _verify_waiting() -> Broken | None:
    for entry in waiting().iterator(chunk_size=2000):
        if not is_genuine(entry):
            return Broken(
                f"the waiting entry with id {entry.pk}", "was not written by this program"
            )
    return None


def waits_too_long() -> int:
    """How many entries have waited for a worker for longer than is usual."""
    return waiting().filter(at__lt=clock.now() - PATIENCE).count()
