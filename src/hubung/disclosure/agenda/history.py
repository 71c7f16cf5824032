"""Writing the history and proving it. A line covers a digest of its words (`kernel.chains`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hubung.directory.models import Person
from hubung.disclosure.agenda.choices import ChangeKind
from hubung.disclosure.agenda.models import Change, Diary, Entry
from hubung.kernel.chains import canonical, digest_text, hash_facts, new_salt

#: Field of an entry: what it said before and after.
Words = dict[str, tuple[str, str]]


def append(
    diary: Diary,
    kind: ChangeKind,
    *,
    by: Person | None,
    at: datetime,
    entry: Entry | None = None,
    data: dict[str, Any] | None = None,
    words: Words | None = None,
) -> Change:
    """Write the next line. The caller holds the diary locked, and saves it."""
    salt, said = new_salt(), canonical(words) if words else ""
    line = Change(
        diary=diary,
        seq=diary.changes + 1,
        entry=entry,
        at=at,
        kind=kind,
        actor=by,
        actor_name=by.name if by else "",
        data=data or {},
        words=said,
        salt=salt,
        words_digest=digest_text(salt, said),
        previous_hash=diary.head_hash,
    )
    line.hash = _hash(line)
    line.save(force_insert=True)
    diary.changes, diary.head_hash = line.seq, line.hash
    return line


def words_of(line: Change) -> Words:
    """What a line says that the entry said."""
    found = json.loads(line.words) if line.words else {}
    return {field: (before, after) for field, (before, after) in found.items()}


@dataclass(frozen=True)
class Broken:
    """The first line of an agenda that does not fit its chain."""

    slug: str
    seq: int
    why: str


def verify(diary: Diary) -> Broken | None:
    """Check one chain; None when it is whole."""
    previous, seen = "", 0
    for line in Change.objects.filter(diary=diary).order_by("seq").iterator():
        seen += 1
        if line.seq != seen:
            return Broken(diary.slug, seen, "missing")
        if line.previous_hash != previous:
            return Broken(diary.slug, seen, "does not follow the line before it")
        if line.words_digest != digest_text(line.salt, line.words) or line.hash != _hash(line):
            return Broken(diary.slug, seen, "was changed")
        previous = line.hash
    if seen != diary.changes or previous != diary.head_hash:
        return Broken(diary.slug, seen + 1, "missing at the end")
    return None


def verify_all() -> Iterator[Broken | None]:
    """Verify every agenda's chain; one result each."""
    for diary in Diary.objects.order_by("pk"):
        yield verify(diary)


def _hash(line: Change) -> str:
    return hash_facts(
        {
            "diary": line.diary_id,
            "seq": line.seq,
            "entry": line.entry_id,
            "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "kind": str(line.kind),
            "actor": line.actor_id,
            "actor_name": line.actor_name,
            "data": line.data,
            "words_digest": line.words_digest,
            "previous_hash": line.previous_hash,
        }
    )
