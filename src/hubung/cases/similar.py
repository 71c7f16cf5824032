"""Cases that may tell of the same thing, each with the reason why it is thought so.

Names carry most: a ship, a terminal, a crossing's number. A suggestion is never more than that:
linking or merging is a person's decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubung.cases import search
from hubung.cases.models import Case
from hubung.cases.queries import visible
from hubung.directory.models import Person
from hubung.kernel import analysis

WITHIN = timedelta(days=30)
CANDIDATES = 60
#: Two events so many days apart may be one.
DAYS_NEAR = 2
#: A name in common weighs as much as this many other words.
NAME_WEIGHT = 4
ENOUGH = 0.22
SHOWN = 5
#: What a list tells of a case.
_SHOWN = ("title", "kind", "confidential", "restricted", "created_at", "merged_into_id")

_NAME = re.compile(r"(?<![.!?\n]\s)(?<!^)\b[A-Z][\w'-]+|\b\w*\d\w*\b")
_COMMON = frozenset(
    analysis.tokens(
        "saya kami anda bapak ibu pak yang dan di ke dari untuk dengan tidak ada sudah belum ini "
        "itu pada oleh karena juga akan bisa atau tetapi tapi jam hari tanggal pukul wib wita wit "
        "the and of to in was is not for with on at from"
    )
)


@dataclass(frozen=True)
class Similar:
    """A case like the one at hand; `reasons` are sentences for the reader."""

    case: Case
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What is compared of another case, and no more, since there are many."""

    pk: int
    title: str
    text: str
    place: str
    happened_on: date | None
    reporter_id: int | None


@dataclass(frozen=True)
class _Likeness:
    """What one case has in common with another; `names` are stems."""

    pk: int
    score: float
    names: frozenset[str]
    same_reporter: bool
    same_place: bool
    days_apart: int | None

    def reasons(self, own: Case) -> tuple[str, ...]:
        """In words: slower than the comparison, hence for the likeliest only."""
        return tuple(self._reasons(own)) or (_("Much the same words."),)

    def _reasons(self, own: Case) -> Iterable[str]:
        if self.names:
            written = _as_written(self.names, f"{own.title} {own.text} {own.place}")
            yield _("Both name %(names)s.") % {"names": ", ".join(written)}
        if self.same_reporter:
            yield _("From the same reporter.")
        if self.same_place:
            yield _("At the same place.")
        if self.days_apart == 0:
            yield _("On the same day.")
        elif self.days_apart is not None and self.days_apart <= DAYS_NEAR:
            yield ngettext("%(days)d day apart.", "%(days)d days apart.", self.days_apart) % {
                "days": self.days_apart
            }


@dataclass(frozen=True)
class _Content:
    names: frozenset[str]
    words: frozenset[str]


def similar_cases(case: Case, *, seen_by: Person) -> list[Similar]:
    """The likeliest duplicates within a month, best first, as far as this person may see them."""
    own = _content(case)
    sought = sorted(own.names) or sorted(own.words, key=len, reverse=True)[:8]
    if not sought:
        return []
    ids = search.matching_ids(sought, search.scope_of(seen_by), any_word=True, limit=CANDIDATES)
    candidates = (
        visible(seen_by)
        .filter(pk__in=ids, created_at__range=(case.created_at - WITHIN, case.created_at + WITHIN))
        .exclude(pk=case.pk)
        .exclude(merged_into=case.pk)
        .values_list("pk", "title", "text", "place", "happened_on", "reporter_id")
    )
    compared = (_compare(case, own, _Candidate(*row)) for row in candidates)
    enough = (found for found in compared if found.score >= ENOUGH)
    likely = sorted(enough, key=lambda found: -found.score)[:SHOWN]
    shown = Case.objects.only(*_SHOWN).in_bulk([found.pk for found in likely])
    return [Similar(shown[found.pk], found.score, found.reasons(case)) for found in likely]


def _compare(case: Case, own: _Content, other: _Candidate) -> _Likeness:
    theirs = _content(other)
    names, words = own.names & theirs.names, own.words & theirs.words
    either = NAME_WEIGHT * len(own.names | theirs.names) + len(own.words | theirs.words)
    score = (NAME_WEIGHT * len(names) + len(words)) / either if either else 0.0
    same_reporter = bool(case.reporter_id and case.reporter_id == other.reporter_id)
    same_place = bool(case.place and case.place.casefold() == other.place.casefold())
    apart = None
    if case.happened_on and other.happened_on:
        apart = abs((case.happened_on - other.happened_on).days)
    score += 0.15 * same_reporter + 0.1 * same_place
    if apart is not None and apart <= DAYS_NEAR:
        score += 0.1 if apart == 0 else 0.05
    return _Likeness(other.pk, score, names, same_reporter, same_place, apart)


def _content(case: Case | _Candidate) -> _Content:
    # An empty line, so that the first word of the text is known as the beginning of a sentence.
    return _read(f"{case.title}\n\n{case.text}", case.place)


# The cases of these days are compared with one another again and again.
@lru_cache(maxsize=500)
def _read(text: str, place: str) -> _Content:
    # A place is a name, however it was typed.
    named = [*_NAME.findall(text), place]
    names = frozenset(analysis.tokens(*named)) - _COMMON
    return _Content(names, frozenset(analysis.tokens(text)) - names - _COMMON)


def _as_written(stems: Iterable[str], text: str) -> list[str]:
    """The words of the text that these stems came from, each once, in order."""
    wanted, seen = set(stems), []
    for word in re.findall(r"\w+", text):
        found = next(iter(analysis.tokens(word)), "")
        if found in wanted:
            wanted.discard(found)
            seen.append(word)
    return seen
