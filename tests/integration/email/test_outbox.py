"""Mail that goes out through a real relay: signed, retried, given up, and never sent twice."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import dkim as dkimpy
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.fixtures import Settings

from hubung.cases.choices import EntryKind
from hubung.cases.models import Case, Reporter
from hubung.cases.services import (
    ReporterDetails,
    answer_case,
    ask_reporter,
    move_case,
    object_to_answer,
    pass_on_case,
    receive_case,
    reject_case,
)
from hubung.channels.email import dkim, notices, outbox, queries, services
from hubung.channels.email.models import OutboundMessage, SendingRank
from hubung.kernel import clock, events
from hubung.kernel.models import Event
from tests.support import ministry

pytestmark = pytest.mark.django_db


class Relay:
    """A mail server that keeps what it is given, and answers as it is told."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.recipient_reply = "250 OK"
        self.data_reply = "250 OK"
        self.connections = 0

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, name: str, replies: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = name
        return replies

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient_reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data_reply.startswith("250"):
            self.taken.append(envelope)
        return self.data_reply


def configure(settings: Settings, **mail: object) -> None:
    config = settings.HUBUNG
    settings.HUBUNG = config.model_copy(update={"mail": config.mail.model_copy(update=mail)})


@pytest.fixture
def relay(settings: Settings) -> Iterator[Relay]:
    handler = Relay()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    configure(settings, relay=f"127.0.0.1:{port}", relay_security="none")
    yield handler
    controller.stop()


@pytest.fixture(autouse=True)
def relay_is_rested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_relay_rests_until", 0.0)


@pytest.fixture
def house() -> ministry.Ministry:
    return ministry.build()


@pytest.fixture
def case(house: ministry.Ministry) -> Case:
    found = receive_case(
        channel="web",
        text="Kapal <b>penuh</b> & sesak.\nPelampung kurang.",
        title="Kapal penuh",
        reporter=ReporterDetails(name="Siti Contoh", email="siti@contoh.id"),
    )
    run_handlers()
    return found


def run_handlers() -> None:
    while events.dispatch():
        pass


def latest() -> OutboundMessage:
    found = OutboundMessage.objects.order_by("-pk").first()
    assert found is not None
    return found


def read(envelope: Envelope) -> EmailMessage:
    message = email.message_from_bytes(
        envelope.original_content or b"", policy=email.policy.default
    )
    assert isinstance(message, EmailMessage)
    return message


class TestSending:
    def test_a_notice_arrives_with_everything_a_mail_program_wants(
        self, case: Case, relay: Relay
    ) -> None:
        assert outbox.send_waiting() == 1
        (envelope,) = relay.taken
        row = latest()
        assert envelope.mail_from == f"info151+b{row.token}@dephub.go.id"
        assert envelope.rcpt_tos == ["siti@contoh.id"]
        message = read(envelope)
        assert message["From"] == "Kementerian Perhubungan <info151@dephub.go.id>"
        assert message["Subject"] == (
            f"[{case.number}] Laporan Anda sudah kami terima: Kapal penuh"
        )
        assert message["Message-ID"] == f"<{case.pk}.{row.token}@dephub.go.id>"
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["List-Unsubscribe"] == f"<{row.stop_url}>"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        plain = message.get_body(("plain",))
        assert plain is not None
        text = plain.get_content()
        assert case.number in text
        assert case.code in text
        assert "Yth. Siti Contoh" in text
        html = message.get_body(("html",))
        assert html is not None
        assert f'<a href="{row.stop_url}">' in html.get_content()
        assert (envelope.original_content or b"").isascii()
        assert (row.state, row.attempts) == ("sent", 1)
        assert row.sent_at is not None
        assert outbox.send_waiting() == 0

    def test_the_private_code_is_not_in_the_outbox(self, case: Case) -> None:
        assert case.code not in latest().text
        assert notices.CODE in latest().text

    def test_one_connection_for_a_batch(self, house: ministry.Ministry, relay: Relay) -> None:
        for number in range(5):
            receive_case(
                channel="web", text=f"laporan {number}", reporter=ReporterDetails(email="a@b.id")
            )
        run_handlers()
        assert outbox.send_waiting() == 5
        assert (relay.connections, len(relay.taken)) == (1, 5)

    def test_mail_to_one_person_goes_before_mail_to_thousands(
        self, house: ministry.Ministry, relay: Relay
    ) -> None:
        for rank in (SendingRank.MANY, SendingRank.DANGER, SendingRank.PERSON):
            OutboundMessage.objects.create(
                kind="test",
                dedupe_key=rank.name,
                to=f"{rank.name.lower()}@contoh.id",
                text="Halo",
                rank=rank,
                message_id=f"{rank}@contoh.id",
            )
        assert outbox.send_waiting() == 3
        sent_to = [envelope.rcpt_tos[0].partition("@")[0] for envelope in relay.taken]
        assert sent_to == ["person", "danger", "many"]

    def test_without_a_relay_mail_stays_in_the_outbox(self, case: Case) -> None:
        assert outbox.send_waiting() == 0
        (row,) = queries.outbox()
        assert (row.state, row.attempts) == ("outbox", 0)

    @pytest.mark.parametrize("reply", ["550 5.1.1 tidak ada", "550 No such user", "553 no"])
    def test_refused_for_good(self, case: Case, relay: Relay, reply: str) -> None:
        relay.recipient_reply = reply
        outbox.send_waiting()
        row = latest()
        assert (row.state, row.last_error) == ("failed", reply)
        assert reply in case.timeline.get(kind=EntryKind.NOTE).text
        assert list(queries.undelivered()) == [row]
        assert Event.objects.get(name="email.MailFailed").data["for_good"] is True
        services.send_again(message=row)
        relay.recipient_reply = "250 OK"
        assert outbox.send_waiting() == 1
        assert len(relay.taken) == 1

    @pytest.mark.parametrize(
        ("recipient_reply", "data_reply"),
        [
            ("450 4.2.0 greylisted", "250 OK"),
            ("550 5.7.1 your address is on a list", "250 OK"),
            ("550 5.2.2 mailbox full", "250 OK"),
            ("250 OK", "451 4.3.0 later"),
            ("250 OK", "554 5.7.1 spam"),
        ],
    )
    def test_all_else_is_tried_again_with_growing_pauses(
        self, case: Case, relay: Relay, recipient_reply: str, data_reply: str
    ) -> None:
        relay.recipient_reply, relay.data_reply = recipient_reply, data_reply
        pauses = []
        now = clock.now()
        for _ in range(4):
            with clock.travel(now):
                assert outbox.send_waiting() == 1
                row = latest()
                assert row.state == "outbox"
                pauses.append(round((row.next_attempt_at - now).total_seconds() / 60))
            now = row.next_attempt_at
        assert pauses == [1, 2, 4, 8]
        with clock.travel(now + timedelta(days=6)):
            outbox.send_waiting()
        assert latest().state == "failed"

    def test_a_relay_that_is_away(self, case: Case, settings: Settings) -> None:
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            configure(settings, relay=f"127.0.0.1:{unused.getsockname()[1]}", relay_security="none")
            assert outbox.send_waiting() == 1
        row = latest()
        assert row.state == "outbox"
        assert "ConnectionRefused" in row.last_error
        assert outbox.send_waiting() == 0

    def test_a_relay_without_encryption_gets_nothing_when_it_is_asked_for(
        self, case: Case, relay: Relay, settings: Settings
    ) -> None:
        configure(settings, relay_security="starttls")
        outbox.send_waiting()
        assert relay.taken == []
        assert "STARTTLS" in latest().last_error

    def test_what_a_dead_worker_held_is_sent_after_a_while_with_the_same_id(
        self, case: Case, relay: Relay
    ) -> None:
        (claimed,) = outbox._claim()
        assert outbox.send_waiting() == 0
        with clock.travel(clock.now() + outbox.CLAIM + timedelta(minutes=1)):
            assert outbox.send_waiting() == 1
        assert read(relay.taken[0])["Message-ID"] == f"<{claimed.message_id}>"

    def test_an_address_that_is_none(self, case: Case, relay: Relay) -> None:
        OutboundMessage.objects.update(to="siti@contoh.id>\r\nBcc: x@y.id")
        outbox.send_waiting()
        assert latest().state == "failed"
        assert relay.taken == []


class TestDkim:
    def test_the_signature_holds(
        self, case: Case, relay: Relay, settings: Settings, tmp_path: Path
    ) -> None:
        settings.HUBUNG = settings.HUBUNG.model_copy(update={"home": tmp_path})
        record = dkim.make_key("dephub.go.id")
        assert record.name == "hubung._domainkey.dephub.go.id"
        assert record == dkim.make_key("dephub.go.id")
        assert dkim.key_path("dephub.go.id").stat().st_mode & 0o777 == 0o600
        outbox.send_waiting()
        raw = relay.taken[0].original_content or b""

        def dns(name: bytes, timeout: int = 5) -> bytes:
            assert name == record.name.encode() + b"."
            return record.value.encode()

        assert dkimpy.verify(raw, dnsfunc=dns)
        assert not dkimpy.verify(raw.replace(b"Kapal", b"Bapal"), dnsfunc=dns)
        assert not dkimpy.verify(b"From: palsu@contoh.id\r\n" + raw, dnsfunc=dns)

    def test_the_record_fits_a_zone_file(self, settings: Settings, tmp_path: Path) -> None:
        settings.HUBUNG = settings.HUBUNG.model_copy(update={"home": tmp_path})
        record = dkim.make_key("dephub.go.id")
        strings = str(record).split('"')[1::2]
        assert "".join(strings) == record.value
        assert all(len(string) <= 255 for string in strings)

    def test_without_a_key_mail_goes_unsigned(self, settings: Settings, tmp_path: Path) -> None:
        settings.HUBUNG = settings.HUBUNG.model_copy(update={"home": tmp_path})
        assert dkim.sign(b"From: a\r\n\r\nx", "dephub.go.id") == b"From: a\r\n\r\nx"


class TestNotices:
    def kinds(self) -> list[str]:
        run_handlers()
        return list(OutboundMessage.objects.order_by("pk").values_list("kind", flat=True))

    def test_every_step_that_concerns_the_reporter(
        self, case: Case, house: ministry.Ministry
    ) -> None:
        ask_reporter(actor=house.ratih, case=case, question="Kapal yang mana?")
        assert self.kinds() == ["received", "asked"]
        assert "Kapal yang mana?" in latest().text
        move_case(actor=house.ratih, case=case, tier=2, unit=house.sea, reason="Soal kapal.")
        assert self.kinds()[-1] == "moved"
        assert "Ditjen Perhubungan Laut" in latest().subject
        answer_case(actor=house.damar, case=case, text="Sudah ditambah.", outcome="resolved")
        assert self.kinds()[-1] == "answered"
        assert "Sudah ditambah." in latest().text
        # Below tier 3 a unit answers, and its staff are not named.
        assert "Direktorat Jenderal Perhubungan Laut" in latest().text
        assert house.damar.name not in latest().text
        case.refresh_from_db()
        object_to_answer(case=case, reason="Masih kurang.")
        assert self.kinds() == ["received", "asked", "moved", "answered", "objected"]

    def test_rejected_and_passed_on(self, house: ministry.Ministry, case: Case) -> None:
        reject_case(actor=house.ratih, case=case, reason="Bukan laporan.")
        assert self.kinds()[-1] == "rejected"
        assert "Bukan laporan." in latest().text
        other = receive_case(
            channel="web", text="Parkir jalan.", reporter=ReporterDetails(email="a@contoh.id")
        )
        pass_on_case(actor=house.ratih, case=other, authority="Pemkot Contoh", reason="Parkir.")
        assert self.kinds()[-1] == "outside"
        assert "Pemkot Contoh" in latest().text

    def test_one_notice_for_one_step(self, case: Case) -> None:
        entry = case.timeline.get()
        step = notices.Step(case, "received", entry)
        notices.queue_notices([step, step])
        notices.queue_notices([step])
        assert OutboundMessage.objects.count() == 1

    def test_the_text_of_a_letter_is_not_markup(self, case: Case, house: ministry.Ministry) -> None:
        ask_reporter(actor=house.ratih, case=case, question="Apa <b>ini</b> & itu?")
        self.kinds()
        assert "Apa <b>ini</b> & itu?" in latest().text
        raw = outbox.to_wire(latest())
        html = email.message_from_bytes(raw, policy=email.policy.default).get_body(("html",))  # type: ignore[attr-defined]
        assert "Apa &lt;b&gt;ini&lt;/b&gt; &amp; itu?" in html.get_content()

    def test_mail_about_a_confidential_case_gives_nothing_away(
        self, house: ministry.Ministry
    ) -> None:
        case = receive_case(
            channel="web",
            kind="misconduct",
            text="Pungli oleh petugas.",
            title="Pungli di loket",
            reporter=ReporterDetails(email="rahasia@contoh.id"),
        )
        answer_case(actor=house.sekar, case=case, text="Kami periksa.", outcome="explained")
        assert self.kinds() == ["received", "answered"]
        for row in OutboundMessage.objects.all():
            assert "ungli" not in row.text + row.subject
            assert "periksa" not in row.text.replace("memeriksa", "")

    def test_nobody_is_written_to_who_cannot_or_does_not_want_to(
        self, house: ministry.Ministry
    ) -> None:
        Reporter.objects.create(email="diam@contoh.id", wants_notices=False)
        for more in (
            {"reporter": ReporterDetails(name="Tanpa surel")},
            {"reporter": ReporterDetails(email="a@contoh.id"), "anonymous": True},
            {"reporter": ReporterDetails(email="diam@contoh.id")},
        ):
            receive_case(channel="web", text="x", **more)  # type: ignore[arg-type]
        assert self.kinds() == []


class TestStopping:
    def address(self) -> str:
        return latest().stop_url.removeprefix(django_settings.HUBUNG.public_url)

    def test_looking_changes_nothing_and_one_click_stops(self, case: Case, client: Client) -> None:
        page = client.get(self.address())
        assert page.status_code == 200
        assert "Hentikan surel ini" in page.content.decode()
        reporter = Reporter.objects.get()
        assert reporter.wants_notices
        strict = Client(enforce_csrf_checks=True)
        stopped = strict.post(self.address(), {"List-Unsubscribe": "One-Click"})
        assert "tidak lagi menerima surel" in stopped.content.decode()
        reporter.refresh_from_db()
        assert not reporter.wants_notices
        strict.post(self.address(), {"wants": "yes"})
        reporter.refresh_from_db()
        assert reporter.wants_notices

    def test_a_guessed_address_is_none(self, case: Case, client: Client) -> None:
        assert client.get("/surel/berhenti/0123456789abcdef/").status_code == 404
