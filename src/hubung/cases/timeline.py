"""The timeline: append-only in the database itself, each entry carrying the hash of the one before.

The hash covers a salted digest of the text, not the text, so that words can be erased by law
(`kernel.chains`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from hubung.cases.choices import EntryKind
from hubung.directory.models import Person
from hubung.kernel.chains import digest_text, hash_facts, new_salt

if TYPE_CHECKING:
    from hubung.cases.models import Case


class ActorKind(models.TextChoices):
    STAFF = "staff"
    REPORTER = "reporter"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Who did something: a member of staff, the reporter, or the system by a rule."""

    kind: ActorKind
    person: Person | None = None

    @classmethod
    def staff(cls, person: Person) -> Actor:
        return cls(ActorKind.STAFF, person)

    @property
    def name(self) -> str:
        return self.person.name if self.person else ""


REPORTER = Actor(ActorKind.REPORTER)
SYSTEM = Actor(ActorKind.SYSTEM)


class Entry(models.Model):
    """One step of a case. Triggers in both databases refuse to change or delete it."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="timeline")
    seq = models.PositiveIntegerField(help_text="1, 2, 3 … within its case.")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=EntryKind)
    actor_kind = models.CharField(max_length=8, choices=ActorKind)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150, blank=True, help_text="As it was then.")
    public = models.BooleanField(default=False, help_text="The reporter sees it.")
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict, help_text="Facts of the step: no personal data.")
    salt = models.CharField(max_length=16, default=new_salt)
    text_digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(name="entry_once", fields=["case", "seq"])]
        ordering = ["case", "seq"]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq} {self.kind}"

    @property
    def is_erased(self) -> bool:
        """Whether its words were erased by law: with their salt, so that no guess of what they
        were can be tried against the digest."""
        return not (self.salt or self.text)


def hash_entry(entry: Entry) -> str:
    """SHA-256 over everything that the entry says, in one canonical form."""
    said = {
        "case": entry.case_id,
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": str(entry.kind),
        "actor_kind": str(entry.actor_kind),
        "actor": entry.actor_id,
        "actor_name": entry.actor_name,
        "public": entry.public,
        "data": entry.data,
        "text_digest": entry.text_digest,
        "previous_hash": entry.previous_hash,
    }
    return hash_facts(said)


def build(
    case: Case,
    kind: EntryKind,
    *,
    actor: Actor,
    at: datetime,
    text: str = "",
    public: bool = False,
    data: dict[str, Any] | None = None,
) -> Entry:
    """The next entry, not yet saved, with the case's head moved on to it; the caller saves both.

    The case must be locked by the running transaction, else two entries may claim one number.
    """
    salt = new_salt()
    entry = Entry(
        case_id=case.pk,
        seq=case.entries + 1,
        at=at,
        kind=kind,
        actor_kind=actor.kind,
        actor=actor.person,
        actor_name=actor.name,
        public=public,
        text=text,
        data=data or {},
        salt=salt,
        text_digest=digest_text(salt, text),
        previous_hash=case.head_hash,
    )
    entry.hash = hash_entry(entry)
    case.entries = entry.seq
    case.head_hash = entry.hash
    return entry


def append(
    case: Case,
    kind: EntryKind,
    *,
    actor: Actor,
    at: datetime,
    text: str = "",
    public: bool = False,
    data: dict[str, Any] | None = None,
) -> Entry:
    """`build`, and write the entry; the caller saves the case."""
    entry = build(case, kind, actor=actor, at=at, text=text, public=public, data=data)
    entry.save(force_insert=True)
    return entry


@dataclass(frozen=True)
class Broken:
    """The first entry of a case that does not fit its chain."""

    case_id: int
    seq: int
    why: str


def verify(entries: Iterable[Entry], *, case_id: int, count: int, head_hash: str) -> Broken | None:
    """Check one chain, entries in order of `seq`; None when it is whole."""
    previous, seen = "", 0
    erased = recorded = 0
    for entry in entries:
        seen += 1
        if entry.seq != seen:
            return Broken(case_id, seen, "missing")
        if entry.previous_hash != previous:
            return Broken(case_id, entry.seq, "does not follow the entry before it")
        if entry.is_erased:
            erased = entry.seq
        elif entry.text_digest != digest_text(entry.salt, entry.text):
            return Broken(case_id, entry.seq, "its text was changed")
        if entry.kind == EntryKind.ERASED:
            recorded = entry.seq
        if entry.hash != hash_entry(entry):
            return Broken(case_id, entry.seq, "was changed")
        previous = entry.hash
    if seen != count or previous != head_hash:
        return Broken(case_id, seen + 1 if seen < count else seen, "missing at the end")
    if erased > recorded:
        return Broken(case_id, erased, "its words were erased, and no entry after it says so")
    return None


def erase_words(case: Case, which: Q) -> int:
    """Empty the words of these entries of a case; returns how many had any.

    The caller holds the case locked and writes an entry that tells of it, else `verify` complains.
    """
    said = Entry.objects.filter(which, case=case).exclude(salt="")
    having = said.exclude(text="").count()
    said.update(text="", salt="")
    return having


def verify_all(batch: int = 500) -> Iterator[Broken | None]:
    """Verify every case's chain; yields one result per case, in order of id."""
    from hubung.cases.models import Case

    last = 0
    while True:
        heads = list(
            Case.objects.filter(pk__gt=last)
            .order_by("pk")
            .values_list("pk", "entries", "head_hash")[:batch]
        )
        if not heads:
            return
        chains: dict[int, list[Entry]] = {pk: [] for pk, _, _ in heads}
        for entry in Entry.objects.filter(case_id__in=chains).order_by("case_id", "seq"):
            chains[entry.case_id].append(entry)
        for pk, count, head in heads:
            yield verify(chains[pk], case_id=pk, count=count, head_hash=head)
        last = heads[-1][0]
