"""Pages of the desk with the checks of rights and without them, in turn, in one process.

Only this process knows how to do without; the program itself has no such switch.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import itertools
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import django

from bench import pages
from bench.measure import Stopwatch

WARM_UP = 5
FEW, MANY = 10, 40
_NUMBER = re.compile(rb"151-\d\d-\d{4}-\d{4}-[\dX]")


class Checks:
    """Stands where the functions of `cases.policies` stood, and asks them only while `asked`."""

    def __init__(self) -> None:
        from django.db.models import Q

        from hubung.cases import policies

        self.asked = True
        self._known: dict[tuple[int, int, int], Any] = {}
        see, look, offer = policies.visible_to, policies.can_see, policies.actions_for

        def visible_to(person: Any) -> Any:
            return see(person) if self.asked else Q()

        def can_see(person: Any, case: Any) -> bool:
            return look(person, case) if self.asked else True

        def actions_for(person: Any, case: Any) -> Any:
            # Remembered, not everything: more buttons would cost more to draw.
            key = (person.pk, case.pk, case.version)
            if self.asked or key not in self._known:
                self._known[key] = offer(person, case)
            return self._known[key]

        for before, instead in ((see, visible_to), (look, can_see), (offer, actions_for)):
            _replace(before, instead)


def _replace(before: Callable[..., Any], instead: Callable[..., Any]) -> None:
    """Wherever it has been imported to; what is imported later finds the new one."""
    for name, module in list(sys.modules.items()):
        if name.startswith("hubung."):
            for attribute, value in list(vars(module).items()):
                if value is before:
                    setattr(module, attribute, instead)


def measure(checks: Checks, person: Any, addresses: Sequence[str], repeats: int) -> dict[str, Any]:
    """CPU time of a request in ms with and without, and by how many percent it is more.

    Medians; the share is that of the pairs, so that each page is compared with itself. Raises
    RuntimeError if the two show different cases.
    """
    client = _client(person)
    spent: dict[bool, list[float]] = {True: [], False: []}
    gc.disable()  # a collection would fall on either of the two at random
    for turn, address in enumerate(itertools.islice(itertools.cycle(addresses), WARM_UP + repeats)):
        shown = {}
        for asked in (True, False) if turn % 2 else (False, True):
            checks.asked = asked
            gc.collect()
            with Stopwatch() as watch:
                response = client.get(address)
            shown[asked] = _NUMBER.findall(_content(response, address))
            if turn >= WARM_UP:
                spent[asked].append(watch.cpu_seconds * 1000)
        if shown[True] != shown[False]:
            raise RuntimeError(f"{address} shows other cases without the checks")
    checks.asked = True
    gc.enable()
    pairs = zip(spent[True], spent[False], strict=True)
    return {
        "with_ms": median(spent[True]),
        "without_ms": median(spent[False]),
        "share": (median(one / other for one, other in pairs) - 1) * 100,
    }


def statements(person: Any, addresses: Sequence[str]) -> int:
    """The most statements that one of the pages needs."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, most = _client(person), 0
    for address in [addresses[0], *addresses]:
        with CaptureQueriesContext(connection) as captured:
            _content(client.get(address), address)
        most = max(most, len(captured))
    return most


def see_everything() -> Iterator[tuple[str, Any]]:
    """A tier 1 agent of the centre, and tier 2 of the directorate with the most units below it.

    They see all there is, once nothing in this registry is confidential and all of it is in that
    directorate.
    """
    from django.db.models.functions import Mod

    from hubung.cases.models import Case
    from hubung.directory.models import Person, Role, Unit, UnitKind

    Case.objects.filter(confidential=True).update(kind="complaint", confidential=False)
    above = [
        (Unit.objects.filter(path__startswith=one.path).order_by("pk"), one)
        for one in Unit.objects.filter(kind=UnitKind.DIRECTORATE_GENERAL, closed_on=None)
    ]
    units, largest = max(above, key=lambda found: found[0].count())
    every = list(units)
    for place, unit in enumerate(every):
        turn = Case.objects.exclude(unit__in=units).alias(turn=Mod("pk", len(every)))
        turn.filter(turn=place).update(unit=unit)
    agents = Person.objects.filter(
        role_grants__role=Role.TIER1_AGENT, role_grants__unit__kind=UnitKind.CONTACT_CENTRE
    )
    yield "tier 1", agents.order_by("pk").first()
    yield f"tier 2 of {len(every)} units", _handler(largest, "semua")


def with_so_many(count: int) -> Any:
    """Somebody of tier 2 whose unit has so many open cases, and no other."""
    from hubung.cases import queries
    from hubung.cases.models import Case
    from hubung.directory.models import Unit, UnitKind

    root = Unit.objects.get(parent=None)
    unit = Unit.objects.create(
        code=f"UJI-{count}", name=f"Kantor dengan {count}", kind=UnitKind.OFFICE, parent=root
    )
    chosen = Case.objects.filter(queries.is_open()).exclude(unit__code__startswith="UJI-")
    Case.objects.filter(pk__in=list(chosen.values_list("pk", flat=True)[:count])).update(
        unit=unit, tier=2, owner=None
    )
    return _handler(unit, str(count))


def _handler(unit: Any, name: str) -> Any:
    from datetime import date

    from hubung.directory.models import Grant, Person, Role

    person = Person.objects.create(email=f"uji.{name}@contoh.id", name=f"Uji {name}", unit=unit)
    Grant.objects.create(
        person=person, role=Role.TIER2_HANDLER, unit=unit, valid_from=date(2020, 1, 1)
    )
    return person


def _client(person: Any) -> Any:
    from django.test import Client
    from tests.support.accounts import sign_in

    client = Client(headers={"host": "127.0.0.1"})
    sign_in(client, person)
    return client


def _content(response: Any, address: str) -> bytes:
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return bytes(response.content)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--repeats", type=int, default=60)
    chosen = options.parse_args()
    # The log of the requests costs what it costs, but nobody reads it here.
    with contextlib.redirect_stderr(Path(os.devnull).open("w")):
        django.setup()
    checks = Checks()
    kinds = {"work list": pages.work_lists, "case page": pages.case_pages}
    compared = [
        {"role": role, "page": page, **measure(checks, person, list(of(person)), chosen.repeats)}
        for role, person in see_everything()
        for page, of in kinds.items()
    ]
    people = {rows: with_so_many(rows) for rows in (FEW, MANY)}
    counted = [
        {"rows": rows, "page": page, "statements": statements(person, list(of(person)))}
        for rows, person in people.items()
        for page, of in kinds.items()
    ]
    print(json.dumps({"compared": compared, "counted": counted}))


if __name__ == "__main__":
    main()
