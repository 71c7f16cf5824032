"""What somebody looks for: their words, each with the forms that are meant by it, and filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.db.models import Sum

from hubung.kernel import analysis
from hubung.search import tokens, vocabulary
from hubung.search.models import Word
from hubung.search.positions import Span, span_of_year

#: More words make no question clearer.
MOST_WORDS = 8
#: A word in the typing stands for so many that begin so.
BEGINNINGS = 12
#: Fewer letters begin too many words.
SHORTEST_BEGINNING = 2
#: A word that nobody knows stands for so many that look like it.
NEIGHBOURS = 3


@dataclass(frozen=True)
class Filters:
    """What narrows a search; empty: nothing. `unit`: the id of one, which means those below too."""

    kind: str = ""
    sector: str = ""
    year: int | None = None
    unit: int | None = None

    def groups(self) -> Iterator[list[str]]:
        if self.kind:
            yield [tokens.kind_facet(self.kind)]
        if self.sector:
            yield [tokens.sector_facet(self.sector)]
        if self.year:
            yield [tokens.year_facet(self.year)]
        if self.unit:
            yield [tokens.unit_facet(self.unit)]

    @property
    def span(self) -> Span | None:
        """Where among the positions all of it stands; None: anywhere."""
        return span_of_year(self.year, self.kind) if self.year else None


@dataclass(frozen=True)
class Sought:
    """A word that was typed, and the stems that are looked for in its place."""

    word: str
    stems: tuple[str, ...]
    #: The word that was taken for it, where nobody knows the one that was typed.
    meant: str = ""


@dataclass(frozen=True)
class Question:
    """All of the words, within the filters."""

    words: tuple[Sought, ...]
    filters: Filters = field(default_factory=Filters)

    def groups(self) -> list[list[str]]:
        return [*(list(each.stems) for each in self.words), *self.filters.groups()]

    def titled(self) -> list[list[str]]:
        """The same, of titles."""
        in_title = ([tokens.titled(stem) for stem in each.stems] for each in self.words)
        return [*in_title, *self.filters.groups()]

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(stem for each in self.words for stem in each.stems)

    @property
    def corrected(self) -> str:
        """The words as they were understood; empty where they are the words that were typed."""
        if not any(each.meant for each in self.words):
            return ""
        return " ".join(each.meant or each.word for each in self.words)

    def without_rarest(self) -> tuple[Question, str]:
        """One word less: the one that the fewest things have; and that word."""
        rarest = min(self.words, key=_frequency)
        left = tuple(each for each in self.words if each is not rarest)
        return replace(self, words=left), rarest.word


def read(text: str, filters: Filters | None = None, *, typing: bool = False) -> Question:
    """What a text asks for. `typing`: its last word may go on."""
    words = list(dict.fromkeys(tokens.words(text)))[:MOST_WORDS]
    if not words:  # there may be nothing but words that tell nothing
        words = list(dict.fromkeys(analysis.words(text)))[:MOST_WORDS]
    known = vocabulary.known(words)
    goes_on = typing and bool(words) and not text.endswith(" ")
    return Question(
        tuple(
            _sought(word, known=word in known, goes_on=goes_on and word == words[-1])
            for word in words
        ),
        filters or Filters(),
    )


def _sought(word: str, *, known: bool, goes_on: bool) -> Sought:
    own = tokens.stems_of(word)
    if goes_on and len(word) >= SHORTEST_BEGINNING:
        longer = vocabulary.beginning(word, BEGINNINGS)
        if longer:
            return Sought(word, _all_stems([word, *longer]))
    if known:
        return Sought(word, tuple(own))
    meant = vocabulary.near(word, NEIGHBOURS)
    if meant:
        return Sought(word, _all_stems(meant), meant[0])
    longer = vocabulary.beginning(word, BEGINNINGS) if len(word) > SHORTEST_BEGINNING else []
    return Sought(word, _all_stems([word, *longer]))


def _all_stems(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem for word in words for stem in tokens.stems_of(word)))


def _frequency(sought: Sought) -> int:
    found = Word.objects.filter(stem__in=sought.stems).aggregate(items=Sum("items"))
    return found["items"] or 0
