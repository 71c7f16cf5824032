"""Items come into the index, change and go; each with its words, in one transaction."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator

from django.db import transaction

from hubung.kernel.events import emit
from hubung.search import index, opensearch, tokens, vocabulary
from hubung.search.events import LookAgain
from hubung.search.models import Item
from hubung.search.positions import position
from hubung.search.sources import Said, everybody, source

#: Goes up when the rules of `tokens` or `positions` change: then everything is written anew.
RULES = 1
BATCH = 500


def look_again(name: str, key: int) -> None:
    """The worker reads this thing anew. In a transaction of its own or of the caller's."""
    with transaction.atomic():
        emit(LookAgain(subject=f"{name}:{key}", source=name, key=key))


@transaction.atomic
def hide(name: str, key: int) -> None:
    """Nobody finds it any more, once this transaction or the caller's is over."""
    remove(name, key)
    look_again(name, key)


@transaction.atomic
def refresh(name: str, key: int) -> None:
    """Have in the index what its source says now."""
    vouching = source(name)
    read = vouching.read(key) if vouching else None
    if read is None:
        remove(name, key)
        return
    item = Item.objects.select_for_update().filter(source=name, key=key).first()
    if item is not None:
        vocabulary.take(tokens.distinct_words(item))
    item = _write(item or Item(source=name, key=key), *read)
    vocabulary.add(tokens.distinct_words(item))


@transaction.atomic
def remove(name: str, key: int) -> None:
    """Take it out of the index."""
    item = Item.objects.select_for_update().filter(source=name, key=key).first()
    if item is not None:
        vocabulary.take(tokens.distinct_words(item))
        index.remove([item.position])
        item.delete()


def mirror(name: str, key: int) -> None:
    """Tell OpenSearch what stands here. Raises AwayError, for another attempt."""
    item = Item.objects.select_related("unit").filter(source=name, key=key).first()
    if item is None:
        opensearch.remove([f"{name}:{key}"])
    else:
        opensearch.put([(str(item), item.position, tokens.of(item, item.unit))])


def reconcile() -> Iterator[str]:
    """Compare every source with the index and mend what differs; yields each thing it mended.

    May be stopped at any point and begun again.
    """
    if Item.objects.exclude(version__startswith=f"{RULES} ").exists():
        yield from rebuild()
        return
    for name, key in _different():
        refresh(name, key)
        if opensearch.is_used():
            mirror(name, key)
        yield f"{name}:{key}"


def rebuild() -> Iterator[str]:
    """Write everything anew; yields each thing. What is there is found meanwhile."""
    for name, key in list(_different(present=False)):
        remove(name, key)
    for each in everybody():
        for key, _at in each.present():
            with transaction.atomic():
                if read := each.read(key):
                    there = Item.objects.select_for_update().filter(source=each.name, key=key)
                    _write(there.first() or Item(source=each.name, key=key), *read)
            yield f"{each.name}:{key}"
    recount()
    if opensearch.is_used():
        opensearch.begin_anew()
        for items in _batches():
            opensearch.put(
                [(str(item), item.position, tokens.of(item, item.unit)) for item in items]
            )


@transaction.atomic
def recount() -> None:
    """The vocabulary, from the items that are there."""
    counted: Counter[str] = Counter()
    for items in _batches():
        for item in items:
            counted.update(tokens.distinct_words(item))
    vocabulary.forget_all()
    vocabulary.count(counted)


def _batches() -> Iterator[list[Item]]:
    after = 0
    while items := list(
        Item.objects.select_related("unit").filter(pk__gt=after).order_by("pk")[:BATCH]
    ):
        yield items
        after = items[-1].pk


def _different(*, present: bool = True) -> Iterator[tuple[str, int]]:
    """Things that the index has otherwise than their source, or (not `present`) beyond it."""
    names = [each.name for each in everybody()]
    yield from Item.objects.exclude(source__in=names).values_list("source", "key")
    for each in everybody():
        there = dict(Item.objects.filter(source=each.name).values_list("key", "version"))
        for key, version in each.present():
            if there.pop(key, None) != _version(version) and present:
                yield each.name, key
        for key in there:
            yield each.name, key


def _version(of_source: str) -> str:
    return f"{RULES} {of_source}"[:200]


def _write(item: Item, version: str, said: Said) -> Item:
    if item.pk is not None:
        index.remove([item.position])
    fill(item, said)
    item.version = _version(version)
    if item.pk is None:
        item.position = -secrets.randbits(60)  # its place is known when it has an id
        item.save()
    item.position = position(item)
    item.save()
    index.put([(item.position, tokens.of(item, said.unit))])
    return item


def fill(item: Item, said: Said) -> None:
    """Put what a thing says into its row."""
    item.kind, item.address = said.kind, said.address
    item.title, item.title_en = said.title[:300], said.title_en[:300]
    item.summary, item.summary_en = said.summary, said.summary_en
    item.text = said.text[: tokens.LONGEST_TEXT]
    item.text_en = said.text_en[: tokens.LONGEST_TEXT]
    item.sector, item.unit, item.day = said.sector, said.unit, said.day
