"""Cases by the million: three years of a ministry's registry, the same for the same seed.

Every case has what a real one has: a reporter, clocks, a timeline whose hashes hold, an answer when
it has ended, a row in the search index. One in fifty is open, and those are young.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import django
from django.db.models import Model

from bench import samples
from bench.installation import say

BATCH = 5_000
SPAN = timedelta(days=3 * 365)
#: Nearly all cases younger than this are open: one in fifty of the whole span.
OPEN_FOR = timedelta(days=22)
SENTENCES = 20_000

_KINDS = {
    "complaint": 60,
    "information_request": 20,
    "suggestion": 12,
    "praise": 5,
    "misconduct": 3,
}
_CHANNELS = {"web": 45, "mail": 25, "phone": 20, "social": 6, "counter": 3, "letter": 1}
_ENDS = {"closed": 85, "answered": 3, "rejected": 7, "outside_authority": 5}
_OPEN_AT_CENTRE = {"new": 6, "verified": 3, "incomplete": 1}
_OPEN_ELSEWHERE = {"verified": 3, "in_progress": 8, "incomplete": 1, "reopened": 1}


def _draw(dice: random.Random, weights: dict[str, int]) -> str:
    return dice.choices(list(weights), weights=list(weights.values()))[0]


class Builder:
    """Writes cases with the numbers 1 … count into an installation without cases."""

    def __init__(self, count: int, seed: int = 151) -> None:
        from bench.bulk import Bulk
        from hubung.cases import models
        from hubung.directory.models import Person, Unit, UnitKind
        from hubung.kernel import clock

        self._dice = random.Random(seed)
        self._count = count
        self._now = clock.now().replace(microsecond=0)
        self._tables: dict[type[Model], Bulk] = {
            model: Bulk(model) for model in (models.Reporter, models.Case)
        }
        for model in (models.Clock, models.Entry, models.Answer):
            self._tables[model] = Bulk(model, numbered=True)
        self._search: list[Sequence[Any]] = []
        self._entry = models.Entry()
        self._facets: dict[tuple[int, str], list[str]] = {}
        self._sentences = self._make_sentences()
        units = list(Unit.objects.filter(closed_on__isnull=True))
        self._units = {unit.pk: unit for unit in units}
        self._centre = next(unit for unit in units if unit.kind == UnitKind.CONTACT_CENTRE)
        self._inspectorate = next(unit for unit in units if unit.kind == UnitKind.INSPECTORATE)
        self._offices = [unit for unit in units if unit.sector]
        # A few large offices get most of the work.
        self._office_weights = list(
            itertools.accumulate(1 / rank for rank in range(1, len(self._offices) + 1))
        )
        self._people = self._staff(Person.objects.prefetch_related("role_grants__unit"))
        self._author = Person.objects.earliest("pk")

    def build(self) -> None:
        """Write all cases. Progress is said; the database is left as the program would leave it."""
        from django.db import connection, transaction

        from hubung.kernel import planning

        started = time.monotonic()
        dropped = _drop_word_index()
        for first in range(1, self._count + 1, BATCH):
            last = min(first + BATCH - 1, self._count)
            with transaction.atomic():
                for number in range(first, last + 1):
                    self._case(number)
                self._write()
            if last % 100_000 == 0 or last == self._count:
                say(f"  {last:,} cases, {time.monotonic() - started:,.0f} s")
        for table in self._tables.values():
            table.finish()
        with connection.cursor() as cursor:
            for statement in dropped:
                cursor.execute(statement)
            if connection.vendor == "postgresql":
                cursor.execute("ANALYZE")  # as its own keeper does by and by
        planning.look_again()

    def _write(self) -> None:
        from django.db import connection

        from bench.bulk import write

        for table in self._tables.values():
            table.write()
        if connection.vendor == "sqlite":
            write("cases_search", ["rowid", "words", "facets"], self._search)
        else:
            write("cases_search", ["case_id", "words"], self._search)
        self._search.clear()

    def _case(self, number: int) -> None:
        from hubung.cases import models

        dice = self._dice
        created = self._now - SPAN * ((self._count - number + dice.random()) / self._count)
        kind = _draw(dice, _KINDS)
        is_open = self._now - created < OPEN_FOR and dice.random() < 0.9
        unit, tier = self._place(kind, is_open)
        status = self._status(is_open, unit)
        reporter = self._reporter(number, created)
        parts = dice.choices(self._sentences, k=6)
        text = " ".join(part[0] for part in parts)
        tokens = [token for part in parts for token in part[1]]
        if number % 50_000 == 7:
            text, tokens = f"{text} {samples.RARE_WORD}", [*tokens, samples.RARE_WORD]
        owner = self._owner(unit, is_open)
        due = created + timedelta(days=20, hours=dice.randrange(9))
        ended = min(created + timedelta(days=dice.uniform(0.2, 18)), self._now)
        steps = [("received", created, text, True), ("verified", created, "", False)]
        if owner is not None:
            steps.append(("taken", created + timedelta(hours=2), "", False))
        if not is_open:
            answer = " ".join(part[0] for part in dice.choices(self._sentences, k=3))
            steps += [("answered", ended, answer, True), ("closed", ended, "", True)]
            self._tables[models.Answer].add(
                case_id=number,
                text=answer,
                outcome="explained",
                tier=tier,
                author_id=owner or self._author.pk,
                author_name=self._author.name,
                author_post="Petugas",
                unit_name=unit.name,
                created_at=ended,
            )
        head = self._timeline(number, steps, owner)
        self._tables[models.Case].add(
            id=number,
            kind=kind,
            sector=unit.sector,
            channel=_draw(dice, _CHANNELS),
            status=status,
            tier=tier,
            unit_id=unit.pk,
            owner_id=owner,
            reporter_id=reporter,
            anonymous=reporter is None,
            confidential=kind == "misconduct",
            title=parts[0][0][:90],
            text=text,
            place=samples.place(dice),
            created_at=created,
            updated_at=created if is_open else ended,
            answered_at=None if is_open else ended,
            closed_at=ended if status == "closed" else None,
            outcome="" if is_open else "explained",
            objections=int(status == "reopened"),
            next_due_at=due if is_open else None,
            code_nonce=f"{number:032x}",
            entries=len(steps),
            head_hash=head,
        )
        self._clocks(number, created, due, None if is_open else ended)
        self._index(number, unit, kind, tokens)

    def _place(self, kind: str, is_open: bool) -> tuple[Any, int]:
        if kind == "misconduct":
            return self._inspectorate, 2
        if self._dice.random() < (0.3 if is_open else 0.45):
            return self._centre, 1
        office = self._dice.choices(self._offices, cum_weights=self._office_weights)[0]
        return office, 3 if self._dice.random() < 0.06 else 2

    def _status(self, is_open: bool, unit: Any) -> str:
        if not is_open:
            return _draw(self._dice, _ENDS)
        return _draw(self._dice, _OPEN_AT_CENTRE if unit == self._centre else _OPEN_ELSEWHERE)

    def _reporter(self, number: int, created: datetime) -> int | None:
        """Every second case is of somebody new; one in twenty is anonymous."""
        from hubung.cases import models

        if number % 20 == 0:
            return None
        if number % 2 == 0:
            return self._dice.randrange(1, number, 2)
        self._tables[models.Reporter].add(
            id=number,
            name=samples.name(self._dice),
            email=f"warga{number}@contoh.example",
            created_at=created,
        )
        return number

    def _owner(self, unit: Any, is_open: bool) -> int | None:
        people = self._people.get(unit.pk, [])
        if not people or (is_open and self._dice.random() < 0.4):
            return None
        return self._dice.choice(people)

    def _timeline(
        self, number: int, steps: Sequence[tuple[str, datetime, str, bool]], owner: int | None
    ) -> str:
        """Write the entries of a case; the hash of the last one."""
        from hubung.cases import models, timeline

        entry = self._entry
        entry.case_id, entry.actor_name, entry.data, entry.salt = number, "", {}, "00" * 8
        previous = ""
        for seq, (kind, at, text, public) in enumerate(steps, 1):
            by_reporter = kind == "received"
            entry.seq, entry.at, entry.kind, entry.public = seq, at, kind, public
            entry.actor_kind = "reporter" if by_reporter else "staff"
            entry.actor_id = None if by_reporter else owner or self._author.pk
            entry.text_digest = timeline.digest_text(entry.salt, text)
            entry.previous_hash = previous
            previous = timeline.hash_entry(entry)
            self._tables[models.Entry].add(
                case_id=number,
                seq=seq,
                at=at,
                kind=kind,
                actor_kind=entry.actor_kind,
                actor_id=entry.actor_id,
                public=public,
                text=text,
                salt=entry.salt,
                text_digest=entry.text_digest,
                previous_hash=entry.previous_hash,
                hash=previous,
            )
        return previous

    def _clocks(self, number: int, created: datetime, due: datetime, met: datetime | None) -> None:
        from hubung.cases import models

        for name, days, at, reached in (
            ("verify", 3, created + timedelta(days=5), created),
            ("resolution", 14, due, met),
        ):
            self._tables[models.Clock].add(
                case_id=number,
                name=name,
                started_at=created,
                days=days,
                timezone="Asia/Jakarta",
                due_at=at,
                met_at=reached,
                alarm_at=None if reached else at,
                alarm="" if reached else "breach",
            )

    def _index(self, number: int, unit: Any, kind: str, tokens: Sequence[str]) -> None:
        from django.db import connection

        from hubung.cases import models, search

        key = (unit.pk, kind)
        if key not in self._facets:
            like = models.Case(pk=0, unit=unit, kind=kind, confidential=kind == "misconduct")
            self._facets[key] = search.facets(like)
        facets = self._facets[key]
        if connection.vendor == "sqlite":
            self._search.append((number, " ".join(tokens), " ".join(facets)))
        else:
            words = {*tokens, *(f":{facet}" for facet in facets)}
            self._search.append((number, " ".join(f"'{word}'" for word in sorted(words))))

    def _make_sentences(self) -> list[tuple[str, list[str]]]:
        """Sentences of ten words with their stems, which the search index holds."""
        from hubung.kernel import analysis

        dice = random.Random(self._count)
        made = []
        for _ in range(SENTENCES):
            text = " ".join(samples.words(dice, 10)).capitalize() + "."
            made.append((text, list(analysis.tokens(text))))
        return made

    def _staff(self, people: Any) -> dict[int, list[int]]:
        """Who may own the cases of each unit: those with a handling role for it or above it."""
        handling = {"tier1_agent", "tier2_handler", "tier3_official", "inspector"}
        able: dict[int, list[int]] = {}
        for person in people:
            for grant in person.role_grants.all():
                if grant.role in handling:
                    for pk, unit in self._units.items():
                        if unit.path.startswith(grant.unit.path):
                            able.setdefault(pk, []).append(person.pk)
        return able


def _drop_word_index() -> list[str]:
    """Take PostgreSQL's word index away while rows pour in; the statements that restore it."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename = 'cases_search' AND indexdef LIKE '%USING gin%'"
        )
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in found]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("count", type=int)
    options.add_argument("--verify", action="store_true", help="Check every timeline afterwards.")
    chosen = options.parse_args()
    django.setup()
    started = time.monotonic()
    Builder(chosen.count).build()
    result: dict[str, Any] = {"cases": chosen.count, "seconds": time.monotonic() - started}
    if chosen.verify:
        from hubung.cases import timeline

        result["broken"] = sum(broken is not None for broken in timeline.verify_all())
    print(json.dumps(result))


if __name__ == "__main__":
    main()
