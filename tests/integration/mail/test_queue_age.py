"""Letters that wait for too long, and daemons that are not there: told to whoever can mend it."""

from __future__ import annotations

import getpass
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from hubung.directory.models import Person
from hubung.kernel import clock, health
from hubung.mail.daemons import accounts, installation
from hubung.mail.delays import delay
from hubung.mail.models import QueueSeen
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry

ACCOUNTS, STATUS = "/desk/pengaturan/surel/", "/desk/pengaturan/surel/keadaan/"


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


@pytest.fixture
def installed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where the daemons are, whatever this one has."""
    system = settings.HUBUNG.mail_system.model_copy(update={"enabled": True})
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"mail_system": system})
    monkeypatch.setattr(accounts, "BOXES", getpass.getuser())
    monkeypatch.setattr(installation, "PACKAGES", {"sh": "/bin/sh"})


@pytest.mark.usefixtures("installed")
def test_where_the_daemons_are_not_installed_the_mail_pages_say_what_to_do(
    house: Ministry, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "hubung mail install" not in desk_of(house.arum, ACCOUNTS)
    monkeypatch.setitem(installation.PACKAGES, "kantor-pos", "/usr/bin/kantor-pos")
    for page in (ACCOUNTS, STATUS):
        told = desk_of(house.arum, page)
        assert "Run <code>hubung mail install</code> there as root." in told
        assert "It brings what is missing: kantor-pos." in told
    assert "hubung mail install" not in desk_of(house.jaya, ACCOUNTS)
    waits(0, node="on another machine")
    assert "hubung mail install" not in desk_of(house.arum, ACCOUNTS)


@pytest.mark.usefixtures("installed")
def test_the_programs_of_this_server_are_told_and_whether_they_run(house: Ministry) -> None:
    told = desk_of(house.arum, STATUS)
    for title in ("Postfix", "Dovecot", "Rspamd"):
        assert f"<b>{title}</b>" in told
    assert "Does not run" in told
    assert "Takes letters and sends them" in told


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
