"""Pages of the desk over the database of an installation: server time and queries.

Django's test client runs the whole stack (middleware, sign-in, templates) in this process, without
a network.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

from bench import samples
from bench.measure import Stopwatch, percentile

WARM_UP = 5


@dataclass(frozen=True)
class Visits:
    """The addresses of one kind of page that one person goes to in turn."""

    person: Any
    role: str
    page: str
    addresses: Sequence[str]


def visits() -> Iterator[Visits]:
    """For the first tier 1 agent, and the tier 2 handler whose units have the most open cases."""
    from hubung.directory.models import Person, Role

    people = Person.objects.filter(is_active=True).order_by("pk")
    agent = people.filter(role_grants__role=Role.TIER1_AGENT).first()
    handlers = people.filter(role_grants__role=Role.TIER2_HANDLER).distinct()
    handler = max(handlers, key=_open_cases)
    for person, role in ((agent, "tier 1"), (handler, "tier 2")):
        yield Visits(person, role, "work list", list(work_lists(person)))
        yield Visits(person, role, "case page", list(case_pages(person)))
        yield Visits(person, role, "search", list(_searches()))


def measure(visit: Visits, repeats: int) -> dict[str, Any]:
    """p50, p95 and the median CPU of `repeats` requests in ms, and the most queries of one."""
    from django.db import connection
    from django.test import Client
    from tests.support.accounts import sign_in

    client = Client(headers={"host": "127.0.0.1"})
    sign_in(client, visit.person)
    queries = Counter()
    taken: list[Stopwatch] = []
    with connection.execute_wrapper(queries):
        for address in itertools.islice(itertools.cycle(visit.addresses), WARM_UP + repeats):
            queries.begin()
            with Stopwatch() as watch:
                response = client.get(address)
            if response.status_code != 200:
                raise RuntimeError(f"{address} answered {response.status_code}")
            taken.append(watch)
    measured = [watch.seconds * 1000 for watch in taken[WARM_UP:]]
    return {
        "role": visit.role,
        "page": visit.page,
        "requests": repeats,
        "p50_ms": percentile(measured, 0.5),
        "p95_ms": percentile(measured, 0.95),
        "cpu_ms": percentile([watch.cpu_seconds * 1000 for watch in taken[WARM_UP:]], 0.5),
        "queries": queries.most,
    }


class Counter:
    """Counts the statements of a request; remembers the most."""

    def __init__(self) -> None:
        self.most = self._now = 0

    def begin(self) -> None:
        self._now = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self._now += 1
        self.most = max(self.most, self._now)
        return execute(sql, params, many, context)


def _open_cases(person: Any) -> int:
    from hubung.cases import queries

    return queries.visible(person).filter(queries.is_open()).count()


def work_lists(person: Any) -> Iterator[str]:
    from hubung.desk import worklist

    scope = worklist.Scope(person)
    for view in worklist.VIEWS:
        if view.offered(scope):
            yield f"/desk/?tampilan={view.slug}"


def case_pages(person: Any) -> Iterator[str]:
    """Young cases and old ones, as they come to be looked at."""
    from hubung.cases import queries
    from hubung.cases.models import Case

    seen = queries.visible(person)
    newest = list(seen.order_by("-pk")[:30])
    dice = random.Random(151)
    last = Case.objects.latest("pk").pk
    for case in newest:
        yield f"/desk/laporan/{case.number}/"
        older = seen.filter(pk__gte=dice.randrange(1, last)).order_by("pk").first()
        if older is not None:
            yield f"/desk/laporan/{older.number}/"


def _searches() -> Iterator[str]:
    """A word of every second case, two such, rarer ones, a name, a place, nothing at all."""
    words = samples.vocabulary()
    for said in (
        samples.COMMON_WORD,
        f"{samples.COMMON_WORD} {words[5]}",
        words[400],
        words[3000],
        f"{samples.COMMON_WORD} {words[3500]}",
        samples.RARE_WORD,
        "Bagaskara Lembayung",
        "Pelabuhan Tirtasari",
        "tidakadakatainidimanapun",
        words[30][:4],
    ):
        yield f"/desk/?cari={said.replace(' ', '+')}"


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--repeats", type=int, default=60)
    chosen = options.parse_args()
    # The log of the requests costs what it costs, but nobody reads it here.
    with contextlib.redirect_stderr(Path(os.devnull).open("w")):
        django.setup()
    print(json.dumps([measure(visit, chosen.repeats) for visit in visits()]))


if __name__ == "__main__":
    main()
