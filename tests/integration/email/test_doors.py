"""Conversations with the real doors: what is acknowledged is stored, what is refused says why."""

from __future__ import annotations

import hashlib
import smtplib
import socket
import threading

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.signals import connection_created

from hubung.channels.email.models import InboundMessage, RawMessage
from tests.integration.email.conftest import OFFICE, RunningDoors, letter


def raw_of(row: InboundMessage) -> bytes:
    return bytes(row.raw.content)


def test_acknowledged_mail_is_stored_byte_for_byte(open_doors: RunningDoors) -> None:
    data = b"From: siti@contoh.id\r\nSubject: x\r\n\r\n.titik\r\n..dua\r\n\r\nakhir\r\n"
    with open_doors.smtp() as client:
        assert client.sendmail("siti@contoh.id", [OFFICE.upper()], data) == {}
    row = InboundMessage.objects.get()
    assert raw_of(row) == data
    assert row.raw_id == hashlib.sha256(data).hexdigest()
    assert (row.recipient, row.sender) == (OFFICE, "siti@contoh.id")
    assert (row.door, row.peer, row.state) == ("smtp", "127.0.0.1", "received")


def test_sending_the_same_again_is_harmless(open_doors: RunningDoors) -> None:
    for _ in range(3):
        with open_doors.smtp() as client:
            client.send_message(letter())
    assert InboundMessage.objects.count() == RawMessage.objects.count() == 1


def test_the_null_sender_is_kept_as_such(open_doors: RunningDoors) -> None:
    with open_doors.smtp() as client:
        client.sendmail("<>", [OFFICE], b"From: mailer-daemon@contoh.id\r\n\r\nx\r\n")
    assert InboundMessage.objects.get().sender == ""


@pytest.mark.parametrize("data", [b"", b"\r\n", b".\r\n", b"x" * 200_000, b"\xff\x00\r\n" * 9])
def test_odd_bodies_arrive_whole(open_doors: RunningDoors, data: bytes) -> None:
    with open_doors.smtp() as client:
        client.sendmail("a@contoh.id", [OFFICE], data)
    stored = raw_of(InboundMessage.objects.get())
    assert stored == (data if data.endswith(b"\r\n") else data + b"\r\n")


@pytest.mark.parametrize(
    "recipient", ["info151+apa-saja@dephub.go.id", "info151+b0123456789abcdef@DEPHUB.GO.ID",
                  "postmaster@dephub.go.id"]
)  # fmt: skip
def test_plus_forms_bounces_and_the_postmaster_are_ours(
    open_doors: RunningDoors, recipient: str
) -> None:
    with open_doors.smtp() as client:
        client.sendmail("a@contoh.id", [recipient], b"From: a@contoh.id\r\n\r\nx\r\n")
    assert InboundMessage.objects.get().recipient == recipient.lower()


@pytest.mark.parametrize("recipient", ["menteri@dephub.go.id", "info151@lain.id", "a@b"])
def test_unknown_recipients_and_relaying_are_refused(
    open_doors: RunningDoors, recipient: str
) -> None:
    with open_doors.smtp() as client:
        client.ehlo()
        client.mail("a@contoh.id")
        code, _ = client.rcpt(recipient)
        assert code == 550
        assert client.data is not None
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.data(b"x")
        assert refused.value.smtp_code == 503
    assert not InboundMessage.objects.exists()


def test_guessing_addresses_ends_the_conversation(open_doors: RunningDoors) -> None:
    with open_doors.smtp() as client:
        client.ehlo()
        client.mail("a@contoh.id")
        codes = [client.rcpt(f"nama{number}@dephub.go.id")[0] for number in range(21)]
    assert codes == [550] * 20 + [421]


def test_too_large_is_told_before_and_after(open_doors: RunningDoors) -> None:
    limit = settings.HUBUNG.mail.max_bytes
    with open_doors.smtp() as client:
        client.ehlo()
        assert client.esmtp_features["size"] == str(limit)
        assert client.mail("a@contoh.id", [f"size={limit + 1}"])[0] == 552
        client.rset()
        client.mail("a@contoh.id")
        client.rcpt(OFFICE)
        code, _ = client.data(b"x" * 998 + b"\r\n" + (b"y" * 998 + b"\r\n") * (limit // 1000 + 1))
        assert code == 552
        # The conversation goes on.
        client.sendmail("a@contoh.id", [OFFICE], b"From: a@contoh.id\r\n\r\nx\r\n")
    assert InboundMessage.objects.count() == 1


def test_lmtp_answers_once_for_each_recipient(open_doors: RunningDoors) -> None:
    second = "info151+dua@dephub.go.id"
    with open_doors.lmtp() as client:
        client.ehlo()
        client.mail("siti@contoh.id")
        codes = [client.rcpt(each)[0] for each in (OFFICE, "tidak@dephub.go.id", second)]
        assert codes == [250, 550, 250]
        assert client.data(b"From: siti@contoh.id\r\n\r\nx\r\n")[0] == 250
        assert client.getreply()[0] == 250
        assert client.noop()[0] == 250
    assert set(InboundMessage.objects.values_list("recipient", flat=True)) == {OFFICE, second}
    assert RawMessage.objects.count() == 1


def test_commands_in_one_packet(open_doors: RunningDoors) -> None:
    with socket.create_connection(("127.0.0.1", open_doors.ports.smtp), timeout=30) as wire:
        file = wire.makefile("rb")
        wire.sendall(
            b"EHLO a\r\nMAIL FROM:<a@contoh.id>\r\nRCPT TO:<info151@dephub.go.id>\r\nDATA\r\n"
        )
        while not (line := file.readline()).startswith(b"354"):
            assert line[:3] in (b"220", b"250")
        wire.sendall(b"From: a@contoh.id\r\n\r\nsatu\n.\r\nMAIL\r\n.\r\nQUIT\r\n")
        assert file.readline().startswith(b"250")
        assert file.readline().startswith(b"221")
    # A dot after a bare line feed ends nothing: else one message could smuggle in another.
    assert raw_of(InboundMessage.objects.get()).endswith(b"satu\n.\r\nMAIL\r\n")


def test_many_at_once_are_all_there(open_doors: RunningDoors) -> None:
    def send(sender: int) -> None:
        with open_doors.smtp() as client:
            for number in range(10):
                client.send_message(letter(f"pesan {sender}-{number}"))

    senders = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert InboundMessage.objects.count() == 80


def test_too_many_connections_from_one_address(open_doors: RunningDoors) -> None:
    held = [open_doors.smtp() for _ in range(50)]
    with pytest.raises(smtplib.SMTPConnectError) as refused:
        open_doors.smtp()
    assert refused.value.smtp_code == 421
    for client in held:
        client.close()


@pytest.mark.only("sqlite")
def test_a_locked_database_is_try_again(
    open_doors: RunningDoors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    with open_doors.smtp() as client:
        with transaction.atomic(), pytest.raises(smtplib.SMTPDataError) as refused:
            client.send_message(letter())
        assert refused.value.smtp_code == 451
        client.send_message(letter())
    assert InboundMessage.objects.count() == 1


@pytest.mark.only("sqlite")
def test_a_full_disk_is_try_again(open_doors: RunningDoors) -> None:
    def fill(connection: object, **_: object) -> None:
        with connection.cursor() as cursor:  # type: ignore[attr-defined]
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages + 5}")

    connection_created.connect(fill)
    try:
        with open_doors.smtp() as client, pytest.raises(smtplib.SMTPDataError) as refused:
            client.send_message(letter("x" * 70 + "\n" * 3000 + "y" * 500_000))
        assert refused.value.smtp_code == 451
    finally:
        connection_created.disconnect(fill)
    with open_doors.smtp() as client:
        client.send_message(letter())
    assert InboundMessage.objects.count() == 1


@pytest.mark.only("postgresql")
def test_a_database_that_went_away_is_try_again(open_doors: RunningDoors) -> None:
    with open_doors.smtp() as client:
        client.send_message(letter("pertama"))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = current_user"
                " AND pid <> pg_backend_pid()"
            )
        codes = []
        for _ in range(5):
            try:
                client.send_message(letter("kedua"))
            except smtplib.SMTPDataError as error:
                codes.append(error.smtp_code)
            else:
                break
    assert set(codes) <= {451}
    assert InboundMessage.objects.count() == 2
