"""Into our own mail system: without anybody's password, for accounts that nobody uses yet."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from hubung.cli.mail import mail_migrate
from hubung.mail.models import AccountState, Address, Use
from hubung.mail.moving import commands, destinations, ours, state
from hubung.mail.moving.errors import MovingError
from hubung.mail.moving.state import State
from tests.mail.moving.boxes import fill, message
from tests.support.imap_server import PASSWORD, ImapServer
from tests.support.mail_system import MailSystem


def move(old: ImapServer, folder: Path, source: str, target: str, *more: str) -> None:
    secret = folder / "secret"
    secret.write_text(PASSWORD)
    secret.chmod(0o600)
    options = [
        *("localhost", "--port", str(old.tls_port), "--ca", str(old.authority)),
        *("--from", source, "--to", target, "--secret-file", str(secret), *more),
    ]
    commands.migrate(**mail_migrate.make_context("migrate", options).params)


def test_an_account_is_full_of_mail_before_anybody_activates_it(
    system: MailSystem, old: ImapServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ani = system.person("ani.pindah", state=AccountState.WAITING)
    Address.objects.create(address="ani@hubdat.go.id", domain=system.domain, account=ani.account)
    with old.client("ani@lama.example") as box:
        fill(box, "INBOX", range(20))
        fill(box, "INBOX.Terkirim", range(3))
    move(old, tmp_path, "ani@lama.example", "ANI@hubdat.go.id")
    assert "23 copied now" in capsys.readouterr().out
    # Whoever moves mail has not used the mailbox.
    assert not Use.objects.filter(login=ani.login).exists()
    ani.account.state = AccountState.ACTIVE
    ani.account.save()
    assert len(ani.messages()) == 20
    assert [one["message-id"] for one in ani.messages("Sent")] == [
        message(number, "INBOX.Terkirim").decode().partition("Message-ID: ")[2].split("\r\n")[0]
        for number in range(3)
    ]


def test_the_quota_of_an_account_holds(
    system: MailSystem, old: ImapServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kecil = system.person("kecil.pindah", quota_bytes=500_000)
    with old.client("kecil@lama.example") as box:
        fill(box, "INBOX", range(40), size=40_000)
    move(old, tmp_path, "kecil@lama.example", kecil.login, "--dry-run")
    assert "More than its room here, 500.0 kB." in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        move(old, tmp_path, "kecil@lama.example", kecil.login)
    assert ended.value.code == commands.SOMETHING_MISSING
    assert "the mailbox here is full" in capsys.readouterr().out
    kecil.account.quota_bytes = 50_000_000
    kecil.account.save()
    move(old, tmp_path, "kecil@lama.example", kecil.login)
    assert len(kecil.messages()) == 40


def test_nobody_is_made_up(system: MailSystem, old: ImapServer, tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match="Nobody here has a mailbox with the address"):
        move(old, tmp_path, "ani@lama.example", "tidak-ada@dephub.go.id")


def test_a_session_that_may_still_write_holds_the_next_run_up(
    system: MailSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process has what was handed over, although whoever began it was killed."""
    monkeypatch.setattr(state, "_LOCK_SECONDS", 0.2)
    sesi = system.person("sesi.pindah")
    path = tmp_path / "state.sqlite"
    with State(path) as held:
        session = ours.reach(destinations.here().configuration, sesi.login, held.lock)
    with pytest.raises(MovingError, match="another run"):
        State(path)
    session.close()
    with State(path) as held:
        assert held.targets() == {}


def test_a_session_that_does_not_open_says_why(system: MailSystem) -> None:
    with pytest.raises(MovingError, match="does not open the mailbox"):
        ours.reach(destinations.here().configuration, "tidak-ada@dephub.go.id", None)
