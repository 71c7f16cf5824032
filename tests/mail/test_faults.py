"""What becomes of mail while a part is away: it is taken, or put off; never lost, never doubled."""

from __future__ import annotations

import contextlib
import imaplib
import os
import shutil
import signal
import smtplib
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from email.utils import formatdate
from pathlib import Path

import pytest
from django.db import connection

from hubung.kernel import clock
from hubung.mail.daemons import configuration, doctor, handed, queue, running
from hubung.mail.delays import delay
from hubung.mail.models import Account, AccountState, Door, SharedRight
from tests.support import postgres
from tests.support.mail_system import DOMAIN, Mailbox, MailSystem, letter, until
from tests.support.patience import PATIENCE

#: Each to so many mailboxes: 5,000 messages, under way in every daemon when one is killed.
LETTERS, READERS, BOXES = 500, 10, 20
#: Who is killed while they are under way, the processes that store letters by themselves, too.
KILLED = ("dovecot", "rspamd", "lmtp", "postfix", "dovecot", "lmtp", "dovecot")


#: How Python calls the threads of a server that has one for each question.
_ANSWERS = "process_request_thread"


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


def test_nothing_is_lost_and_nothing_doubled_when_daemons_are_killed(system: MailSystem) -> None:
    boxes = [system.person(f"sasaran-{number}", quota_bytes=10**9) for number in range(BOXES)]
    accepted: dict[int, list[Mailbox]] = {}
    with ThreadPoolExecutor(4) as pool:
        numbers = iter(range(LETTERS))
        work = [pool.submit(send_many, system, boxes, numbers, accepted) for _ in range(4)]
        for turn, name in enumerate(KILLED, 1):
            enough = LETTERS * turn // (len(KILLED) + 1)
            until(
                f"{enough} are sent",
                lambda enough=enough: max(accepted, default=0) >= enough,  # type: ignore[misc]
                seconds=180,
            )
            if name == "lmtp":
                kill_those_who_store(system)
            else:
                with away(system, name, signal.SIGKILL):
                    pass
        for each in work:
            each.result()
    assert len(accepted) >= LETTERS * 19 // 20

    def nothing_waits() -> bool:
        system.flush()
        return not any(box.login in system.queue() for box in boxes)

    until("nothing waits", nothing_waits, seconds=180)
    for box in boxes:
        there = Counter(box.subjects_at_once())
        wanted = {f"Surat {number}" for number, to in accepted.items() if box in to}
        assert wanted - set(there) == set(), box.login
        assert [subject for subject, times in there.items() if times > 1] == [], box.login


def send_many(
    system: MailSystem,
    boxes: list[Mailbox],
    numbers: Iterator[int],
    accepted: dict[int, list[Mailbox]],
) -> None:
    """One sender's server: what is refused or cut off it does not send again."""
    client = None
    for number in numbers:
        to = [boxes[(number + place) % BOXES] for place in range(READERS)]
        logins = [box.login for box in to]
        raw = letter("warga@example.org", "semua@example.org", f"Surat {number}").as_bytes()
        client = client or until("mail is taken", lambda: connected(system))
        try:
            refused = client.sendmail("warga@example.org", logins, raw)
        except (OSError, smtplib.SMTPException):
            client = None
        else:
            accepted[number] = [box for box in to if box.login not in refused]


def connected(system: MailSystem) -> smtplib.SMTP | None:
    try:
        client = smtplib.SMTP("127.0.0.1", system.mail.smtp_port, timeout=PATIENCE)
        client.ehlo("mail.example.org")
    except (OSError, smtplib.SMTPException):
        return None
    return client


def kill_those_who_store(system: MailSystem) -> None:
    """Each of Dovecot's processes that has a letter in hand; it starts others itself."""
    number = running.pid(system.place, system.daemon("dovecot"))
    children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    for child in children:
        with contextlib.suppress(OSError):
            if Path(f"/proc/{child}/comm").read_text() == "lmtp\n":
                os.kill(int(child), signal.SIGKILL)


def hand_over(system: MailSystem, login: str, raw: bytes) -> None:
    """As Postfix does."""
    with smtplib.LMTP(str(system.place.queue / "private" / "dovecot-lmtp")) as client:
        client.sendmail("warga@example.org", [login], raw)


def as_postfix_has_it(to: str, subject: str, number: str, when: float) -> bytes:
    date = formatdate(when)
    line = f"Received: from x by mail.{DOMAIN} (Postfix) with ESMTP id {number}; {date}\r\n"
    return line.encode() + letter("warga@example.org", to, subject).as_bytes()


def test_a_letter_that_is_handed_over_again_is_there_once(system: MailSystem) -> None:
    """As Postfix does when it did not hear that it was taken."""
    jaya = system.person("jaya-dua-kali")
    raw = as_postfix_has_it(jaya.login, "Sekali saja", "ABC123", time.time())
    for _ in range(2):
        hand_over(system, jaya.login, raw)
    assert jaya.subjects() == ["Sekali saja"]
    # Handed over before anybody here was there to be asked, it is looked for; as are others.
    # So is one whose number is the beginning of another's.
    again, other, short = ("ABC124", "Lama"), ("ABC125", "Lama juga"), ("ABC12", "Lama lain")
    for number, subject in (again, again, other, short, short):
        hand_over(
            system, jaya.login, as_postfix_has_it(jaya.login, subject, number, time.time() - 9000)
        )
    assert jaya.subjects() == ["Lama", "Lama juga", "Lama lain", "Sekali saja"]


def test_whoever_asks_and_is_gone_leaves_no_trace_in_the_log(
    system: MailSystem, capfd: pytest.CaptureFixture[str]
) -> None:
    """As a process of Dovecot's or Postfix's that is killed while it waits for the answer."""
    melur = system.person("melur-pergi")
    others = answering()
    asked = f"env_USER={melur.login}\nESMTP id ABC128; {formatdate(time.time() - 9000)}\n\n"
    with socket.socket(socket.AF_UNIX) as gone:
        gone.connect(str(system.place.handed))
        gone.sendall(asked.encode())
    policy = ("127.0.0.1", system.mail.policy_port)
    with socket.create_connection(policy) as gone:
        # Closed in a hurry: what is sent now comes back as an error.
        gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        gone.sendall(f"recipient={melur.login}\n\n".encode() * 20)
        assert gone.recv(7) == b"action="
    hand_over(system, melur.login, as_postfix_has_it(melur.login, "Datang", "ABC129", time.time()))
    assert melur.subjects() == ["Datang"]
    until("it was answered", lambda: answering() <= others)
    assert "Traceback" not in capfd.readouterr().err


def answering() -> set[threading.Thread]:
    return {one for one in threading.enumerate() if _ANSWERS in one.name}


def test_the_same_letter_sent_twice_is_there_twice(system: MailSystem) -> None:
    """By a mailing list, and to oneself: that is no mistake of ours."""
    kemuning = system.person("kemuning-dua-kali")
    raw = letter("warga@example.org", kemuning.login, "Dua kali").as_bytes()
    for _ in range(2):
        system.deliver("warga@example.org", kemuning.login, raw)
    until("both are there", lambda: kemuning.subjects() == ["Dua kali", "Dua kali"])


def test_another_persons_copy_is_not_ones_own(system: MailSystem) -> None:
    """Somebody works with a shared mailbox that got the same letter."""
    larasati = system.person("larasati-bersama")
    box = Account.objects.create(
        label="Humas", unit=system.unit, login=f"humas-ganda@{DOMAIN}", state=AccountState.ACTIVE
    )
    SharedRight.objects.create(mailbox=box, person=larasati.account.person)
    configuration.follow(system.place)
    raw = as_postfix_has_it(box.login, "Untuk dua", "ABC126", time.time() - 9000)
    for login in (box.login, larasati.login):
        hand_over(system, login, raw)
    assert larasati.subjects() == ["Untuk dua"]


def test_while_nobody_says_what_is_there_letters_wait_and_come_once(system: MailSystem) -> None:
    melati = system.person("melati-tanpa-jawaban")
    raw = as_postfix_has_it(melati.login, "Tetap datang", "ABC127", time.time())
    with nobody_answers(system):
        system.arrive("warga@example.org", melati.login, "Menunggu jawaban")
        until("it waits", lambda: melati.login in system.queue())
        with pytest.raises(smtplib.SMTPDataError) as put_off:
            hand_over(system, melati.login, raw)
        assert any("wait in the queue" in one.text for one in doctor.findings(system.place))
    assert put_off.value.smtp_code == 451
    assert not any("wait in the queue" in one.text for one in doctor.findings(system.place))
    system.flush()
    melati.await_subject("Menunggu jawaban")
    hand_over(system, melati.login, raw)
    hand_over(system, melati.login, raw)
    assert melati.subjects() == ["Menunggu jawaban", "Tetap datang"]


@contextmanager
def nobody_answers(system: MailSystem) -> Iterator[None]:
    door = system.place.handed
    aside = door.rename(door.with_name("aside"))
    try:
        yield
    finally:
        aside.rename(door)


def test_a_letter_that_cant_be_looked_for_is_put_off_for_a_day_at_most(
    system: MailSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handed, "_LOOK_SECONDS", 0.5)
    kirana = system.person("kirana-tak-terbaca")
    asked = handed.Asked()

    def answer(number: str, hours_ago: float, process: int) -> str:
        line = f"ESMTP id {number}; {formatdate(time.time() - hours_ago * 3600)}"
        return handed.answer(system.place, asked, handed.Question(kirana.login, line, process))

    with away(system, "dovecot"):
        assert answer("ABC130", 3, os.getpid()) == handed.LATER
        assert answer("ABC131", 25, os.getpid()) == handed.NEW
    # Whoever asked before still runs, but stores nothing: it is not waited for.
    before = time.monotonic()
    assert answer("ABC130", 3, os.getppid()) == handed.NEW
    assert time.monotonic() - before < handed._STORING_SECONDS


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
