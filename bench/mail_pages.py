"""The list of mail accounts and its search over many of them: server time and queries."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import django

from bench import pages
from bench.pages import Visits

LIST = "/desk/pengaturan/surel/"
_FIRST = ("Sekar", "Damar", "Laksmi", "Bima", "Ratih", "Gatra", "Wulan", "Tirta", "Arum", "Jaya")
_LAST = ("Pandan", "Kabut", "Senja", "Embun", "Langit", "Wangi", "Cahaya", "Rimba", "Samudra")


def write(count: int) -> None:
    """So many people with a mailbox, spread over the units that are there."""
    from hubung.directory.models import Person, Unit
    from hubung.kernel import bulk
    from hubung.mail import services
    from hubung.mail.models import Account, AccountState, Address, Domain

    dice = random.Random(151)
    units = list(Unit.objects.values_list("pk", flat=True))
    domain, _new = Domain.objects.get_or_create(name="dephub.go.id")
    people = [
        Person(
            email=f"pegawai{number:06}@dephub.go.id",
            name=f"{dice.choice(_FIRST)} {dice.choice(_LAST)}-{dice.choice(_LAST)} {number:06}",
            unit_id=dice.choice(units),
        )
        for number in range(count)
    ]
    bulk.insert_new(people)
    keys = dict(Person.objects.values_list("email", "pk"))
    active = AccountState.ACTIVE
    accounts = [Account(person_id=keys[one.email], login=one.email, state=active) for one in people]
    bulk.insert_new(accounts)
    made = dict(Account.objects.values_list("login", "pk"))
    bulk.insert_new(
        [Address(address=one.email, domain=domain, account_id=made[one.email]) for one in people]
    )
    services.keep_words()


def visits(count: int) -> Iterator[Visits]:
    """As an administrator of the ministry: the list, and searches that find much and little; and
    as the coordinator of a unit.
    """
    from hubung.directory.models import Person, Role, Unit

    active = Person.objects.filter(is_active=True).order_by("role_grants__unit__path")
    administrator = active.filter(role_grants__role=Role.ADMINISTRATOR).first()
    coordinator = active.filter(role_grants__role=Role.UNIT_COORDINATOR).last()
    searches = [
        f"{LIST}?cari={words}"
        for words in (
            "senja",
            "sekar+kabut",
            "sekar+damar",
            f"pegawai{count // 2:06}",
            "tidakadasiapa",
            "pega",
        )
    ]
    yield Visits(administrator, "administrator", "list", [LIST, f"{LIST}?keadaan=active"])
    yield Visits(administrator, "administrator", "search", searches)
    yield Visits(administrator, "administrator", "never signed in", [f"{LIST}?belum=1"])
    common = _commonest_word(Unit.objects.values_list("name", flat=True))
    unit = f"{LIST}?unit={common}"
    yield Visits(administrator, "administrator", "units by a word of many", [unit])
    yield Visits(
        administrator, "administrator", "units so, and a word of many", [f"{unit}&cari=senja"]
    )
    yield Visits(coordinator, "coordinator", "a unit's list", [LIST])
    yield Visits(coordinator, "coordinator", "a unit's search", searches)


def _commonest_word(names: Iterable[str]) -> str:
    return Counter(word for name in names for word in set(name.split())).most_common(1)[0][0]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("count", type=int)
    options.add_argument("--repeats", type=int, default=40)
    chosen = options.parse_args()
    # The log of the requests costs what it costs, but nobody reads it here.
    with contextlib.redirect_stderr(Path(os.devnull).open("w")):
        django.setup()
    from django.db import connection, transaction

    with transaction.atomic():
        write(chosen.count)
    if connection.vendor == "postgresql":
        # What it does by itself a minute later.
        connection.cursor().execute("VACUUM ANALYZE")
    found: list[dict[str, Any]] = [
        pages.measure(visit, chosen.repeats) for visit in visits(chosen.count)
    ]
    print(json.dumps(found))


if __name__ == "__main__":
    main()
