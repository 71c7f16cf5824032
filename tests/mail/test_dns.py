"""`hubung mail dns` and `hubung mail rotate`, against a name server of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from pytest_django import Settings

from hubung.mail.daemons import commands, keys, place
from hubung.mail.daemons import dns as records
from tests.support.mail_system import DOMAIN, MailSystem


@pytest.fixture
def here(
    system: MailSystem, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> Iterator[MailSystem]:
    """The commands work on the system that runs."""
    settings.HUBUNG = at("https://hubung.dephub.go.id")
    monkeypatch.setattr(place, "here", lambda: system.place)
    before = dict(system.names.zone)
    yield system
    system.names.zone.clear()
    system.names.zone.update(before)


def at(public_url: str) -> Any:
    web = settings.HUBUNG.web.model_copy(update={"public_url": public_url})
    return settings.HUBUNG.model_copy(update={"web": web})


def publish(system: MailSystem) -> None:
    for record in records.records(system.place, DOMAIN):
        if record.kind == "TXT":
            system.names.text(record.name, record.value)
        else:
            system.names.zone[record.name, record.kind] = [record.value]


def test_nothing_published_is_told_record_by_record(
    here: MailSystem, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        commands.dns()
    said = capsys.readouterr().out
    (key,) = keys.of(here.place, DOMAIN)
    assert f"✗ {DOMAIN}. IN MX 10 mail.{DOMAIN}." in said
    assert f'✗ {key.record_name}. IN TXT ( "v=DKIM1; k=rsa; p=' in said
    assert f"· _imaps._tcp.{DOMAIN}. IN SRV 0 1 {here.mail.imaps_port} mail.{DOMAIN}." in said
    assert f"mx: mail.{DOMAIN}" in said


def test_what_is_published_as_printed_is_well(
    here: MailSystem, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(here)
    commands.dns()
    said = capsys.readouterr().out
    assert said.count("✓") == 15
    assert "✗" not in said
    assert "·" not in said


@pytest.mark.parametrize("url", ["http://127.0.0.1:8151", "http://[::1]:8151", "http://server"])
def test_a_web_server_without_a_name_is_told_and_no_record_made_up(
    here: MailSystem, capsys: pytest.CaptureFixture[str], settings: Settings, url: str
) -> None:
    settings.HUBUNG = at(url)
    publish(here)
    commands.dns()
    said = capsys.readouterr().out
    assert "The web server has no name yet (web.public_url)" in said
    assert "CNAME" not in said
    assert said.count("✓") == 11


def test_two_spf_records_are_as_bad_as_none(
    here: MailSystem, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(here)
    here.names.zone[DOMAIN, "TXT"] = ['"v=spf1 mx -all"', '"v=spf1 -all"']
    with pytest.raises(SystemExit):
        commands.dns()
    assert "who sends for it (SPF): DNS has v=spf1" in capsys.readouterr().out


def test_a_new_key_signs_once_dns_has_it(
    here: MailSystem, capsys: pytest.CaptureFixture[str]
) -> None:
    (former,) = keys.of(here.place, DOMAIN)
    commands.rotate(now=False)
    fresh = keys.waiting(here.place, DOMAIN)
    assert fresh
    assert f"publish this, and call again.\n{fresh.record_name}." in capsys.readouterr().out
    commands.rotate(now=False)
    assert not fresh.signs
    assert keys.waiting(here.place, DOMAIN) == fresh
    here.names.text(fresh.record_name, fresh.record)
    commands.rotate(now=False)
    assert f"signs with {fresh.selector} now" in capsys.readouterr().out
    assert keys.waiting(here.place, DOMAIN) is None
    keys.use(here.place, former)
    fresh.path.unlink()
