"""What is found: first what says it in its title, then what says it anywhere.

Nothing leaves here that its source does not vouch for at this very moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Count

from hubung.search import asking, index, tokens
from hubung.search.asking import Filters, Question
from hubung.search.models import Item, PublicKind
from hubung.search.sources import source

#: More than anybody reads; the page says "1,000+".
MOST = 1000
#: So many titles are compared with each other.
TITLES = 200
SUGGESTIONS = 7
_LOOKED_AT = 40
#: What people look for most often comes first among equals.
_ORDER = {kind: place for place, kind in enumerate(PublicKind.values)}


@dataclass(frozen=True)
class Found:
    """The things on a page of results, `total` of them in all (`limited`: there are more)."""

    question: Question
    items: Sequence[Item] = ()
    total: int = 0
    limited: bool = False
    #: Words that nothing has together with the others; it was looked for without them.
    left_out: tuple[str, ...] = ()
    #: How many there are of each kind, whichever is chosen; empty where there are too many.
    kinds: dict[str, int] = field(default_factory=dict)


def find(text: str, filters: Filters | None = None, *, first: int = 0, count: int = 20) -> Found:
    """The things from `first` on, at most `count` of them."""
    question = asking.read(text, filters)
    if not question.words:
        return Found(question)
    left_out: list[str] = []
    positions = _positions(question)
    while not positions and len(question.words) > 1:
        question, word = question.without_rarest()
        left_out.append(word)
        positions = _positions(question)
    on_page = positions[first : first + count]
    items = _public(_in_order(on_page))
    limited = len(positions) > MOST
    return Found(
        question,
        items,
        # What its source has hidden this moment is no part of the figure either.
        min(len(positions), MOST) - len(on_page) + len(items),
        limited,
        tuple(left_out),
        _kinds(question, positions),
    )


def suggest(text: str) -> list[Item]:
    """Things whose titles have these words, the last of which may go on."""
    question = asking.read(text, typing=True)
    if not question.words:
        return []
    positions = _ranked(index.find(question.titled(), TITLES), question)
    public = _public(_in_order(positions[:_LOOKED_AT]))
    titles: dict[str, Item] = {}
    for item in public:
        titles.setdefault(item.title.casefold(), item)
    # What is written as it was typed, before what only has the same stem.
    letters = question.words[-1].word
    return sorted(titles.values(), key=lambda item: not _begins(item, letters))[:SUGGESTIONS]


def _begins(item: Item, letters: str) -> bool:
    words = (word for title in (item.title, item.title_en) for word in tokens.words(title))
    return any(word.startswith(letters) for word in words)


def _positions(question: Question) -> list[int]:
    """Everything that is found, in the order in which it is shown; one more than `MOST` at most."""
    span = question.filters.span
    anywhere = index.find(question.groups(), MOST + 1, span)
    if not anywhere:
        return []
    titled = _ranked(index.find(question.titled(), TITLES, span), question)
    first = set(titled)
    return [*titled, *(each for each in anywhere if each not in first)][: MOST + 1]


def _ranked(positions: Sequence[int], question: Question) -> list[int]:
    """Those found by their titles: the title that is nothing else, then the short ones."""
    if len(positions) < 2:
        return list(positions)
    stems = question.stems
    rows = Item.objects.filter(position__in=positions)

    def rank(row: tuple[int, str, str, str]) -> tuple[int, int, int]:
        position, kind, *titles = row
        beside = min(
            sum(1 for word in tokens.words(title) if stems.isdisjoint(tokens.stems_of(word)))
            for title in titles
            if title
        )
        # A few words more or less weigh little; what it is weighs more, then how young it is.
        return (beside and 1 + beside // 4, _ORDER[kind], -position)

    ranked = sorted(rows.values_list("position", "kind", "title", "title_en"), key=rank)
    return [row[0] for row in ranked]


def _in_order(positions: Sequence[int]) -> list[Item]:
    rows = {item.position: item for item in _with_unit(positions)}
    # OpenSearch may know of one that is gone here.
    return [rows[each] for each in positions if each in rows]


def _with_unit(positions: Sequence[int]) -> Iterable[Item]:
    return Item.objects.filter(position__in=positions).select_related("unit")


def _public(items: Collection[Item]) -> list[Item]:
    by_source: dict[str, list[int]] = defaultdict(list)
    for item in items:
        by_source[item.source].append(item.key)
    still: set[tuple[str, int]] = set()
    for name, keys in by_source.items():
        vouching = source(name)
        if vouching is not None:
            still.update((name, key) for key in vouching.still(keys))
    return [item for item in items if (item.source, item.key) in still]


def _kinds(question: Question, positions: Sequence[int]) -> dict[str, int]:
    chosen = question.filters
    around = positions
    # Where one kind has too many, all have.
    if chosen.kind and len(positions) <= MOST:
        of_all_kinds = replace(question, filters=replace(chosen, kind=""))
        around = index.find(of_all_kinds.groups(), MOST + 1, chosen.span)
    if len(around) > MOST:
        return {}
    found = Item.objects.filter(position__in=around)
    return dict(found.values_list("kind").annotate(things=Count("pk")))
