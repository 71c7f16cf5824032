"""What becomes of mail while a part is away: it is taken, or put off; never lost, never doubled."""

from __future__ import annotations

import imaplib
import os
import shutil
import signal
import smtplib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from hubung.kernel import clock
from hubung.mail.daemons import queue, running
from hubung.mail.delays import delay
from hubung.mail.models import Door
from tests.support import postgres
from tests.support.mail_system import DOMAIN, Mailbox, MailSystem, letter, until

#: Enough to be under way in every daemon when one is killed.
LETTERS = 60


@contextmanager
def away(system: MailSystem, name: str, how: signal.Signals = signal.SIGTERM) -> Iterator[None]:
    """One daemon does not run for the length of a block."""
    daemon = system.daemon(name)
    number = running.pid(system.place, daemon)
    assert number
    os.kill(number, how)
    until(f"{name} has ended", lambda: running.pid(system.place, daemon) is None)
    running.clear(system.place, daemon)
    try:
        yield
    finally:
        running.begin(system.place, daemon, dies_with_us=True)
        until(f"{name} is ready", daemon.is_ready)


def test_without_the_filter_mail_comes_in_all_the_same(system: MailSystem) -> None:
    ani = system.person("ani-tanpa-saringan")
    with away(system, "rspamd"):
        system.arrive("warga@example.org", ani.login, "Tanpa saringan")
        ani.await_subject("Tanpa saringan")


def test_without_dovecot_mail_is_taken_and_comes_later(system: MailSystem) -> None:
    bima = system.person("bima-menunggu")
    with away(system, "dovecot"):
        system.arrive("warga@example.org", bima.login, "Menunggu")
        until("it waits", lambda: bima.login in system.queue())
    system.flush()
    bima.await_subject("Menunggu")


@pytest.mark.only("postgresql")
def test_with_the_database_away_the_sender_tries_again(system: MailSystem) -> None:
    """Never 550: that would tell the sender that nobody of that name is here."""
    damar = system.person("damar-basis-data")
    refusals = []
    with no_database(system):
        for address in (damar.login, f"tidak-ada@{DOMAIN}"):
            with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
                system.arrive("warga@example.org", address, "Nanti lagi")
            refusals.append(refused.value.recipients[address][0])
    assert refusals == [451, 451]

    def taken_again() -> bool:
        try:
            system.arrive("warga@example.org", damar.login, "Lagi")
        except smtplib.SMTPException:
            return False
        return True

    # Postfix gives a server that was away a minute before it asks again.
    until("mail is taken again", taken_again, seconds=120)
    until("sign-ins are answered again", lambda: signs_in(damar), seconds=120)
    damar.await_subject("Lagi")


def signs_in(mailbox: Mailbox) -> bool:
    try:
        mailbox.imap().logout()
    except imaplib.IMAP4.error:
        return False
    return True


def test_nothing_is_lost_when_daemons_are_killed(system: MailSystem) -> None:
    target = system.person("sasaran", quota_bytes=100_000_000)
    accepted: list[str] = []

    def send(number: int) -> None:
        try:
            system.arrive(f"warga{number}@example.org", target.login, f"Surat {number}")
        except (OSError, smtplib.SMTPException):
            return
        accepted.append(f"Surat {number}")

    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(send, number) for number in range(LETTERS)]
        for name, after in (
            ("dovecot", LETTERS // 4),
            ("rspamd", LETTERS // 3),
            ("postfix", LETTERS // 2),
        ):
            until(f"{after} are accepted", lambda after=after: len(accepted) >= after)  # type: ignore[misc]
            with away(system, name, signal.SIGKILL):
                pass
        for each in work:
            each.result()
    assert len(accepted) >= LETTERS // 2

    def all_there() -> bool:
        system.flush()
        return set(accepted) <= set(target.subjects())

    until("all that was accepted is there", all_there, seconds=180)
    until("nothing waits", lambda: target.login not in system.queue())


def test_a_letter_that_is_handed_over_again_is_there_once(system: MailSystem) -> None:
    """As Postfix does when it did not hear that it was taken."""
    jaya = system.person("jaya-dua-kali")
    line = f"Received: from x by mail.{DOMAIN} (Postfix) with ESMTP id ABC123; some day\r\n"
    raw = line.encode() + letter("warga@example.org", jaya.login, "Sekali saja").as_bytes()
    for _ in range(2):
        with smtplib.LMTP(str(system.place.queue / "private" / "dovecot-lmtp")) as client:
            client.sendmail("warga@example.org", [jaya.login], raw)
    assert jaya.subjects() == ["Sekali saja"]


def test_case_mail_waits_while_its_door_is_closed(system: MailSystem) -> None:
    doors = Door.objects.filter(address=f"info151@{DOMAIN}")
    former = doors.get().transport
    doors.update(transport="lmtp:inet:127.0.0.1:1")
    try:
        system.arrive("warga@example.org", f"info151@{DOMAIN}", "Laporan")
        until("it waits", lambda: f"info151@{DOMAIN}" in system.queue())
        queue.write_down(system.place)
        assert delay() is None
        with clock.travel(clock.now() + timedelta(minutes=16)):
            queue.write_down(system.place)
            late = delay()
            assert late
            assert late.minutes in (15, 16)
    finally:
        doors.update(transport=former)


@contextmanager
def no_database(system: MailSystem) -> Iterator[None]:
    """The cluster stopped."""
    folder = Path(system.place.source.url.partition("host=")[2].partition("&")[0])
    cluster = postgres.Cluster(folder)
    cluster.stop()
    try:
        yield
    finally:
        cluster.start()
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]


def test_a_mailbox_without_room_on_the_disk_is_tried_again(system: MailSystem) -> None:
    """What Dovecot can't write stays in the queue."""
    arum = system.person("arum-disk")
    folder = system.place.boxes / arum.account.home
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("in the way")
    system.arrive("warga@example.org", arum.login, "Tak ada tempat")
    until("it waits", lambda: arum.login in system.queue())
    folder.unlink()
    shutil.chown(folder.parent, "hubung-mail", "hubung-mail")
    system.flush()
    arum.await_subject("Tak ada tempat")
