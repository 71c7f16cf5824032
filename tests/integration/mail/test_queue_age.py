"""Letters that wait for too long: told to whoever can mend it, wherever they look."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from hubung.directory.models import Person
from hubung.kernel import clock, health
from hubung.mail.delays import delay
from hubung.mail.models import QueueSeen
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry

STATUS = "/desk/pengaturan/surel/keadaan/"


def waits(minutes: int, node: str = "surat-1") -> None:
    QueueSeen.objects.update_or_create(
        node=node,
        defaults={
            "messages": 3,
            "oldest_at": clock.now() - timedelta(minutes=minutes),
            "seen_at": clock.now(),
        },
    )


def desk_of(person: Person, page: str = "/desk/") -> str:
    client = Client(headers={"Accept": "text/html", "Accept-Language": "en"})
    sign_in(client, person)
    return client.get(page).content.decode()


def test_a_letter_that_waits_for_long_is_told_to_health_and_administrators(house: Ministry) -> None:
    waits(5)
    assert health.report()["mail queue"] is None
    waits(40)
    waits(1, node="surat-2")
    late = delay()
    assert late
    assert (late.messages, late.minutes) == (6, 40)
    assert "6 messages wait" in str(health.report()["mail queue"])
    assert "Official mail is late" in desk_of(house.arum)
    assert "Official mail is late" not in desk_of(house.kirana)
    page = desk_of(house.arum, STATUS)
    assert "surat-1" in page
    assert "surat-2" in page


def test_a_machine_that_is_gone_is_no_alarm_for_ever(house: Ministry) -> None:
    waits(40)
    with clock.travel(clock.now() + timedelta(minutes=11)):
        assert delay() is None
