"""`hubung mail test`: well when all is well, and plain about what is not."""

from __future__ import annotations

import os
import signal

import click
import pytest

from hubung.mail.daemons import commands, place, running
from hubung.mail.models import AppPassword
from tests.support.mail_system import MailSystem, until


@pytest.fixture
def here(system: MailSystem, monkeypatch: pytest.MonkeyPatch) -> MailSystem:
    monkeypatch.setattr(place, "here", lambda: system.place)
    return system


def test_all_is_well_and_nothing_of_it_stays(
    here: MailSystem, capsys: pytest.CaptureFixture[str]
) -> None:
    wulandari = here.person("wulandari-uji")
    commands.test(login=wulandari.login)
    said = capsys.readouterr().out
    assert said.count("✓") == 9, said
    assert wulandari.subjects() == []
    assert AppPassword.objects.filter(account=wulandari.account, revoked_at=None).count() == 1


def test_what_is_wrong_is_named(here: MailSystem, capsys: pytest.CaptureFixture[str]) -> None:
    ratih = here.person("ratih-uji")
    dovecot = here.daemon("dovecot")
    number = running.pid(here.place, dovecot)
    assert number
    os.kill(number, signal.SIGTERM)
    until("dovecot has ended", lambda: running.pid(here.place, dovecot) is None)
    try:
        with pytest.raises(SystemExit):
            commands.test(login=ratih.login)
    finally:
        running.begin(here.place, dovecot, dies_with_us=True)
        until("dovecot is ready", dovecot.is_ready)
    said = capsys.readouterr().out
    assert "✓ A stranger's letter is taken." in said
    assert "✗ … and read by IMAP, with an app password: ConnectionRefusedError" in said
    assert "✓ Nobody relays through us." in said


def test_somebody_who_is_not_there_is_told(here: MailSystem) -> None:
    with pytest.raises(click.ClickException, match="is no account in use"):
        commands.test(login="tidak-ada@dephub.go.id")
