"""A desk telephone from its password to its end, on the real engine."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from hubung.directory.models import Person
from hubung.telephony.ari import Ari
from hubung.telephony.asterisk import lines
from hubung.telephony.calls.telephones import Telephones
from hubung.telephony.models import DeskPhone
from hubung.telephony.services import desk_phones
from tests.engine.sip import Knock
from tests.support.asterisk import RunningEngine, running_engine
from tests.support.ministry import build

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

DESK = "127.0.0.2"


@pytest.fixture
def office() -> Iterator[RunningEngine]:
    with running_engine(networks=(f"{DESK}/32",)) as engine:
        yield engine


def test_it_works_until_it_is_taken_away_and_over_a_crash(office: RunningEngine) -> None:
    ministry = build()
    by, agent = ministry.arum, ministry.laksmi
    keeper = Telephones(office.place, threading.Event(), grant=lambda _: "")
    password = desk_phones.give(by=by, person=agent)
    name = f"desk-{agent.pk}"
    with Knock(office.sip_port, source=DESK) as phone:
        keeper.look()
        assert phone.guess(name, password) == 200
        keeper = Telephones(office.place, threading.Event(), grant=lambda _: "")
        keeper.look()
        assert DeskPhone.objects.get(person=agent).seen_at

        # The engine crashes and forgets; the phone program tells it again.
        office.kill9()
        office.start()
        keeper.forget()
        keeper.look()
        assert phone.guess(name, password) == 200

        # A new password while it rings: the old telephone is out at once.
        asyncio.run(_ring(office, name))
        assert any(name in line for line in _channels(office))
        renewed = desk_phones.give(by=by, person=agent)
        keeper.look()
        assert _ended(office)
        assert not lines.known(office.place)[name]
    with Knock(office.sip_port, source=DESK) as phone:
        assert phone.guess(name, password) == 401
        assert phone.guess(name, renewed) == 200

        # So is that of somebody whose account is closed, and one that is taken away.
        Person.objects.filter(pk=agent.pk).update(is_active=False)
        keeper.look()
        assert phone.guess(name, renewed) == 401
        Person.objects.filter(pk=agent.pk).update(is_active=True)
        keeper.look()
        assert phone.guess(name, renewed) == 200
        desk_phones.take(by=by, person=agent)
        # What happened while the program was away is made good when it begins.
        Telephones(office.place, threading.Event(), grant=lambda _: "").look()
        assert name not in lines.known(office.place)
        assert phone.guess(name, renewed) == 401


async def _ring(engine: RunningEngine, name: str) -> None:
    async with Ari(engine.url, engine.user, engine.password) as ari:
        await ari.post("channels", endpoint=f"PJSIP/{name}", context="stand-in", extension="s")


def _channels(engine: RunningEngine) -> list[str]:
    return engine.command("core show channels concise").splitlines()


def _ended(engine: RunningEngine) -> bool:
    deadline = time.monotonic() + 10
    while any("desk-" in line for line in _channels(engine)):
        assert time.monotonic() < deadline, _channels(engine)
    return True
