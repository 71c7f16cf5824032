"""The words of everything public: what somebody may have meant, and what they are about to write.

A word is forgotten with the last thing that has it, in the same transaction, so that nothing is
suggested that cannot be found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from django.db import connection
from django.db.models import F, Q

from hubung.kernel import analysis, bulk
from hubung.search.models import Slip, Word

T = TypeVar("T")
#: A shorter word has too many neighbours; a longer one is no word.
SHORTEST, LONGEST = 4, 20
#: From this length on, two slips are forgiven.
LONG = 8
_CHUNK = 500


def add(words: Iterable[str]) -> None:
    """One more thing has these words."""
    count(dict.fromkeys(words, 1))


def count(words: Mapping[str, int]) -> None:
    """So many more things have these words."""
    # In one order, so that two who write at once wait for each other instead of both.
    for chunk in _chunks(sorted(words)):
        known = set(Word.objects.filter(word__in=chunk).values_list("word", flat=True))
        _learn([word for word in chunk if word not in known])
        by: dict[int, list[str]] = {}
        for word in chunk:
            by.setdefault(words[word], []).append(word)
        for more, these in by.items():
            Word.objects.filter(word__in=these).update(items=F("items") + more)


def take(words: Iterable[str]) -> None:
    """One thing less has these words."""
    for chunk in _chunks(sorted(words)):
        Word.objects.filter(word__in=chunk, items__gt=0).update(items=F("items") - 1)
        gone = Word.objects.filter(word__in=chunk, items=0)
        Slip.objects.filter(word__in=gone.values("pk")).delete()
        gone.delete()


def forget_all() -> None:
    """As if no word had ever been read."""
    Slip.objects.all().delete()
    Word.objects.all().delete()


def _learn(words: Sequence[str]) -> None:
    bulk.insert_new([Word(word=word, stem=analysis.stem(word), items=0) for word in words])
    spelt = [word for word in words if SHORTEST <= len(word) <= LONGEST and word.isalpha()]
    ids = dict(Word.objects.filter(word__in=spelt).values_list("word", "pk"))
    bulk.insert(
        [Slip(letters=letters, word_id=ids[word]) for word in spelt for letters in _shorter(word)]
    )


def known(words: Collection[str]) -> set[str]:
    """Those of the words that stand in anything public, as they are or in another form."""
    stems = {analysis.stem(word): word for word in words}
    found = Word.objects.filter(Q(word__in=words) | Q(stem__in=stems))
    rows = list(found.values_list("word", "stem"))
    forms = {form for row in rows for form in row}
    return {word for word in words if word in forms or analysis.stem(word) in forms}


def beginning(letters: str, limit: int) -> list[str]:
    """The most frequent words that begin with these letters."""
    if connection.vendor == "sqlite":  # whose LIKE does not use an index
        found = Word.objects.filter(word__gte=letters, word__lt=letters + chr(0x10FFFF))
    else:
        found = Word.objects.filter(word__startswith=letters)
    return list(found.order_by("-items", "word").values_list("word", flat=True)[:limit])


def near(word: str, limit: int) -> list[str]:
    """Words that somebody may have meant by this one: the nearest, then the most frequent."""
    if not (SHORTEST <= len(word) <= LONGEST and word.isalpha()):
        return []
    letters = {word, *_shorter(word)}
    most = 1
    if len(word) >= LONG:
        most = 2
        letters |= {twice for once in _shorter(word) for twice in _shorter(once)}
    found = dict(Word.objects.filter(word__in=letters).values_list("word", "items"))
    slips = Slip.objects.filter(letters__in=letters)
    found.update(slips.values_list("word__word", "word__items"))
    ranked = sorted((distance(word, each), -items, each) for each, items in found.items())
    return [each for steps, _items, each in ranked if steps <= most][:limit]


def _shorter(word: str) -> set[str]:
    """The word with any one letter left out."""
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def distance(one: str, other: str) -> int:
    """How many letters were left out, put in, mistaken or swapped with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, its in enumerate(other, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


def _chunks(words: Sequence[T]) -> Iterator[list[T]]:
    left = iter(words)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk
