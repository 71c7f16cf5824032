"""Public things by the hundred thousand, written into the index, and searched for."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

from bench import samples
from bench.measure import Stopwatch, percentile
from bench.pages import WARM_UP
from bench.pages import Counter as Queries

BATCH = 5_000
_TODAY = date(2026, 11, 23)
_KINDS = {"kabar": 30, "agenda": 30, "dokumen": 20, "pengumuman": 10, "jawaban": 5, "halaman": 5}
_LASTING = ("layanan", "halaman")


def write(count: int) -> dict[str, float]:
    """Fill the index of an installation; with its vocabulary."""
    from django.db import connection, transaction

    from hubung.directory.models import Sector, Unit
    from hubung.search import index, tokens, vocabulary
    from hubung.search.models import Item
    from hubung.search.positions import position

    dice = random.Random(151)
    units = list(Unit.objects.all())
    words: Counter[str] = Counter()
    began = time.monotonic()
    for first in range(0, count, BATCH):
        items = []
        for key in range(first, min(first + BATCH, count)):
            kind = dice.choices(list(_KINDS), weights=list(_KINDS.values()))[0]
            if key % 500 == 0:
                kind = "layanan"
            day = None if kind in _LASTING else _TODAY - timedelta(days=dice.randrange(8 * 365))
            items.append(
                Item(
                    pk=key + 1,
                    source="bench",
                    key=key,
                    version="1 ",
                    kind=kind,
                    address=f"/halaman-{key}/",
                    title=" ".join(samples.words(dice, 5)).capitalize(),
                    summary=" ".join(samples.words(dice, 15)),
                    text=" ".join(samples.words(dice, 65)),
                    sector=dice.choice(Sector.values),
                    unit=dice.choice(units),
                    day=day,
                )
            )
        with transaction.atomic():
            for item in items:
                item.position = position(item)
                words.update(tokens.distinct_words(item))
            Item.objects.bulk_create(items)
            index.put([(item.position, tokens.of(item, item.unit)) for item in items])
    with transaction.atomic():
        vocabulary.count(words)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"seconds": time.monotonic() - began}


def search(repeats: int) -> list[dict[str, Any]]:
    """p50, p95 and the median CPU of each kind of question in ms, and the most queries of one."""
    from hubung.search import sources
    from hubung.search.sources import Said, Source

    class Bench(Source):
        """Vouches for everything, by a query like those of the real ones."""

        name = "bench"

        def present(self) -> Iterable[tuple[int, str]]:
            return ()

        def read(self, key: int) -> tuple[str, Said] | None:
            return None

        def still(self, keys: Collection[int]) -> set[int]:
            from hubung.search.models import Item

            return set(
                Item.objects.filter(source="bench", key__in=keys).values_list("key", flat=True)
            )

    sources.offer(Bench())
    return [_measure(name, list(addresses), repeats) for name, addresses in _questions()]


def _measure(name: str, addresses: list[str], repeats: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    queries = Queries()
    taken: list[Stopwatch] = []
    with connection.execute_wrapper(queries):
        for address in itertools.islice(itertools.cycle(addresses), WARM_UP + repeats):
            queries.begin()
            with Stopwatch() as watch:
                response = client.get(address)
            if response.status_code != 200:
                raise RuntimeError(f"{address} answered {response.status_code}")
            taken.append(watch)
    measured = [watch.seconds * 1000 for watch in taken[WARM_UP:]]
    return {
        "page": name,
        "p50_ms": percentile(measured, 0.5),
        "p95_ms": percentile(measured, 0.95),
        "cpu_ms": percentile([watch.cpu_seconds * 1000 for watch in taken[WARM_UP:]], 0.5),
        "queries": queries.most,
    }


def _questions() -> Iterator[tuple[str, Iterator[str]]]:
    words = [word for word in samples.vocabulary() if len(word) > 3]
    dice = random.Random(7)

    def page(said: str, more: str = "") -> str:
        return f"/cari/?q={said.replace(' ', '+')}{more}"

    def wrong(word: str) -> str:
        at = dice.randrange(1, len(word))
        return word[:at] + dice.choice("aeioknrst") + word[at + 1 :]

    common, rare = words[:20], words[1500:4000:37]
    long = [word for word in words[100:3000:17] if len(word) > 5]
    yield "common", (page(" ".join(dice.sample(common, n))) for n in (1, 1, 2, 2, 3) * 8)
    yield "rare", (page(f"{dice.choice(words[:300])} {word}") for word in rare)
    yield "slips", (page(f"{wrong(word)} {dice.choice(common)}") for word in long)
    yield (
        "narrowed",
        (page(word, f"&jenis=kabar&tahun={year}") for word in common for year in (2021, 2025)),
    )
    yield "none", (page(" ".join(dice.sample(rare, 4))) for _ in range(40))
    yield "further pages", (page(word, f"&page={n}") for word in common for n in (2, 20, 60))
    yield (
        "suggestions",
        (
            f"/cari/saran/?q={word[:n]}"
            for word in words[:200:7]
            for n in range(2, min(9, len(word)))
        ),
    )


def main() -> None:
    command, number = sys.argv[1], int(sys.argv[2])
    # The log of the requests costs what it costs, but nobody reads it here.
    with contextlib.redirect_stderr(Path(os.devnull).open("w")):
        django.setup()
    print(json.dumps(write(number) if command == "write" else search(number)))


if __name__ == "__main__":
    main()
