"""`hubung mail …` of an installation, and `hubung serve` with the daemons."""

from __future__ import annotations

import os
import signal
import smtplib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hubung.mail.daemons import installation, running
from hubung.mail.daemons.place import Place
from hubung.mail.daemons.source import Source
from hubung.mail.settings import MailSystem as Section
from tests.support.mail_system import (
    PORTS,
    keep_patterns,
    lasting_ports,
    lend_patterns,
    letter,
    store_as_mdbox,
    until,
)
from tests.support.patience import PATIENCE
from tests.support.program import Program
from tests.support.program import installation as installed


@pytest.fixture
def post_office() -> Iterator[Program]:
    """A prepared installation with a mail system, in a folder that daemons' accounts may pass."""
    installation.install()
    with tempfile.TemporaryDirectory(prefix="hubung-") as folder:
        Path(folder).chmod(0o755)
        with installed(Path(folder)) as program:
            program.settings["HUBUNG_MAIL_SYSTEM__ENABLED"] = "true"
            program.settings["HUBUNG_MAIL_SYSTEM__PUBLIC_LISTS"] = "false"
            for name, port in zip(PORTS, lasting_ports(len(PORTS)), strict=True):
                program.settings[f"HUBUNG_MAIL_SYSTEM__{name.upper()}_PORT"] = str(port)
            lend_patterns(place(program))
            yield program
            keep_patterns(place(program))


def place(program: Program) -> Place:
    return Place(program.home / "mail", Section(), Source(file=program.home / "hubung.sqlite3"))


def port(program: Program, name: str) -> int:
    return int(program.settings[f"HUBUNG_MAIL_SYSTEM__{name}_PORT"])


def greeted(program: Program) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port(program, "SMTP"), timeout=PATIENCE):
            return True
    except OSError:
        return False


def assert_letters_of_an_earlier_version_are_told_of_and_converted(post_office: Program) -> None:
    store_as_mdbox(place(post_office).boxes / "ab" / "abc", "INBOX", "Dari dulu")
    for said in (post_office.run("mail", "up"), post_office.run("mail", "doctor")):
        assert "their format is read no more (mdbox): 1." in said.stdout
    made = post_office.run("mail", "convert")
    assert made.returncode == 0, made.stderr
    assert "Converted: 1 of 1 mailboxes; letters: 1." in made.stdout
    assert post_office.run("mail", "doctor").returncode == 0
    assert "as Dovecot reads them" in post_office.run("mail", "convert").stdout


def test_up_status_doctor_and_down(post_office: Program) -> None:
    assert post_office.run("mail", "status").returncode == 1
    up = post_office.run("mail", "up")
    assert up.returncode == 0, up.stderr
    assert f"SMTP        127.0.0.1:{port(post_office, 'SMTP')}" in up.stdout
    assert f"LDAP        127.0.0.1:{port(post_office, 'LDAPS')} (TLS)" in up.stdout
    assert greeted(post_office)
    assert "runs already" in post_office.run("mail", "up").stdout
    status = post_office.run("mail", "status")
    assert status.returncode == 0
    assert "waiting     0 messages" in status.stdout
    assert "slapd       process" in status.stdout
    doctor = post_office.run("mail", "doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert "signed ourselves" in doctor.stdout
    assert "slapd" not in doctor.stdout
    assert_letters_of_an_earlier_version_are_told_of_and_converted(post_office)
    _slapd_ends_with_its_keeper(post_office)
    assert "The mail system has stopped." in post_office.run("mail", "down").stdout
    assert not greeted(post_office)


def _slapd_ends_with_its_keeper(program: Program) -> None:
    """Without the program behind it, it has nothing to say."""
    there = place(program)
    (slapd,) = (daemon for daemon in running.daemons(there) if daemon.name == "slapd")
    os.kill(int((there.run / "keeper.pid").read_text()), signal.SIGKILL)
    until("slapd has ended", lambda: running.pid(there, slapd) is None)


def test_a_taken_port_is_told_with_its_setting(post_office: Program) -> None:
    post_office.settings["HUBUNG_MAIL_SYSTEM__IMAP_PORT"] = str(post_office.web_port)
    post_office.start("web", ready=False)
    until("the web server listens", lambda: post_office.readyz()[0])
    up = post_office.run("mail", "up")
    assert up.returncode == 1
    assert "set HUBUNG_MAIL_SYSTEM__IMAP_PORT to another" in up.stderr


def test_serve_holds_the_daemons_and_hands_reports_to_the_program(post_office: Program) -> None:
    post_office.start()
    until("the mail system listens", lambda: greeted(post_office), seconds=120)
    assert "`hubung serve` holds the mail system" in post_office.run("mail", "down").stderr
    _add_domain(post_office)
    until("the domain is known", lambda: _is_taken(post_office, "Lampu suar padam"), seconds=60)
    until("the report is stored", lambda: _stored(post_office) == 1)
    _nothing_is_lost_while_the_door_is_away(post_office)
    _a_killed_daemon_is_started_again(post_office)
    post_office.stop()
    assert not greeted(post_office)


def _stored(program: Program) -> int:
    return int(program.rows("SELECT count(*) FROM email_inboundmessage")[0][0])


def _nothing_is_lost_while_the_door_is_away(program: Program) -> None:
    os.kill(program.pid("mail"), signal.SIGSTOP)
    try:
        _report(program, "Dermaga rusak")
    finally:
        program.kill9("mail")
    etc = program.home / "mail" / "etc" / "postfix"

    def arrived() -> bool:
        subprocess.run(["postqueue", "-c", etc, "-f"], check=True)
        return _stored(program) == 2

    until("the report that waited", arrived)


def _a_killed_daemon_is_started_again(program: Program) -> None:
    for name in ("postfix", "dovecot", "rspamd", "slapd"):
        file = program.home / "mail" / "run" / f"{name}.pid"
        former = file.read_text()
        os.kill(int(former), signal.SIGKILL)
        until(f"{name} runs again", lambda: file.exists() and file.read_text() != former)  # noqa: B023
    until("mail is taken again", lambda: greeted(program))


def _is_taken(program: Program, subject: str) -> bool:
    try:
        _report(program, subject)
    except smtplib.SMTPRecipientsRefused:
        return False
    return True


def _report(program: Program, subject: str) -> None:
    with smtplib.SMTP("127.0.0.1", port(program, "SMTP"), timeout=PATIENCE) as client:
        client.send_message(letter("warga@example.org", "info151@dephub.go.id", subject))


def _add_domain(program: Program) -> None:
    code = (
        "from hubung.mail.models import Domain; Domain.objects.get_or_create(name='dephub.go.id')"
    )
    subprocess.run(
        [sys.executable, "-m", "django", "shell", "-c", code], env=program.environment, check=True
    )
