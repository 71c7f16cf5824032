"""From a received mail to a case: threads, strangers, robots, bounces, and mail that is none."""

from __future__ import annotations

import io
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.db import connection
from PIL import Image

from hubung.cases import timeline
from hubung.cases.choices import EntryKind, Status
from hubung.cases.models import Attachment, Case, Entry
from hubung.cases.services import answer_case
from hubung.channels.email import addresses, queries, services
from hubung.channels.email.intake import ATTEMPTS, take_in
from hubung.channels.email.models import InboundMessage, OutboundMessage
from hubung.channels.email.writer import Incoming, store
from hubung.kernel import clock, events, files
from hubung.kernel.models import Event
from tests.integration.email.conftest import OFFICE, letter
from tests.support import ministry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house() -> ministry.Ministry:
    return ministry.build()


def deliver(
    *messages: EmailMessage | bytes, to: str = OFFICE, sender: str = "siti@contoh.id"
) -> list[InboundMessage]:
    """Put messages where the doors put them, and let the intake work."""
    raws = [each if isinstance(each, bytes) else each.as_bytes() for each in messages]
    store([Incoming(raw, sender, (to,), "127.0.0.1", "smtp") for raw in raws])
    while take_in():
        pass
    return list(InboundMessage.objects.order_by("-pk")[: len(raws)])[::-1]


def notices() -> list[OutboundMessage]:
    while events.dispatch():
        pass
    return list(OutboundMessage.objects.order_by("pk"))


def photo() -> bytes:
    picture = Image.new("RGB", (40, 30), "navy")
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "S"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    assert b"Exif" in out.getvalue()
    return out.getvalue()


class TestNewCase:
    def test_a_mail_with_a_photo_becomes_a_case(self) -> None:
        message = letter("Selamat pagi, kapal penuh sesak.", message_id="<a1@contoh.id>")
        message.add_attachment(photo(), maintype="image", subtype="png", filename="../bukti.png")
        (row,) = deliver(message)
        case = Case.objects.get()
        assert row.case == case
        assert (row.state, row.from_address, row.subject) == (
            "threaded", "siti@contoh.id", "Kapal terlambat",
        )  # fmt: skip
        assert (case.channel, case.status, case.tier) == ("mail", Status.NEW, 1)
        assert (case.title, case.text) == ("Kapal terlambat", "Selamat pagi, kapal penuh sesak.")
        assert case.reporter is not None
        assert (case.reporter.name, case.reporter.email) == ("Siti Contoh", "siti@contoh.id")
        assert case.created_at == row.received_at
        file = Attachment.objects.get()
        assert (file.name, file.media_type) == ("bukti.png.jpg", "image/jpeg")
        with files.open_blob(file.sha256) as stored:
            assert b"Exif" not in stored.read()

    def test_an_english_mail_is_answered_in_english(self) -> None:
        deliver(letter("Dear sir, the ship was late and I would like to know why."))
        (notice,) = notices()
        assert notice.language == "en"
        assert "Thank you for telling us" in notice.text

    def test_the_same_mail_by_two_ways_is_one_case(self) -> None:
        message = letter(message_id="<satu@contoh.id>")
        copy = b"Received: from a by b\r\n" + message.as_bytes()
        deliver(message)
        rows = deliver(message, copy, to="info151+salinan@dephub.go.id")
        assert Case.objects.count() == 1
        assert {row.reason for row in rows} == {"duplicate"}
        assert {row.case_id for row in rows} == {Case.objects.get().pk}

    def test_two_mails_without_ids_are_two_cases(self) -> None:
        deliver(letter("pertama"), letter("kedua"))
        assert Case.objects.count() == 2

    def test_a_text_beyond_the_limit_is_kept_in_a_file(self) -> None:
        text = "Kapal terlambat. " * 3000
        deliver(letter(text))
        case = Case.objects.get()
        assert len(case.text) <= 20_002
        with files.open_blob(Attachment.objects.get().sha256) as stored:
            assert stored.read().decode().split() == text.split()

    def test_a_mail_of_files_only(self) -> None:
        message = letter("")
        del message["Subject"]
        message.add_attachment(b"%PDF-1.7\n", maintype="application", subtype="pdf", filename="a")
        deliver(message)
        assert Case.objects.get().text == "(Hanya berkas, tanpa teks.)"


class TestThreads:
    def test_an_answer_to_our_notice_is_added(self) -> None:
        deliver(letter(message_id="<a1@contoh.id>"))
        (notice,) = notices()
        assert notice.in_reply_to == "a1@contoh.id"
        case = Case.objects.get()
        (row,) = deliver(
            letter("Ini nomor tiketnya.", subject="Re: x", in_reply_to=f"<{notice.message_id}>")
        )
        assert row.case == case
        entry = Entry.objects.get(case=case, kind=EntryKind.MESSAGE_IN)
        assert (entry.text, entry.public) == ("Ini nomor tiketnya.", True)

    def test_the_number_in_the_subject_with_the_right_sender(self) -> None:
        deliver(letter())
        case = Case.objects.get()
        deliver(letter("Tambahan.", sender="SITI@Contoh.id", subject=f"Bls: [{case.number}] Kapal"))
        assert Case.objects.count() == 1
        assert case.timeline.filter(kind=EntryKind.MESSAGE_IN).count() == 1

    def test_the_senders_own_earlier_mail(self) -> None:
        deliver(
            letter("satu", message_id="<satu@contoh.id>"),
            letter("dua", message_id="<dua@contoh.id>", references="<satu@contoh.id>"),
        )
        assert Case.objects.count() == 1

    @pytest.mark.parametrize("way", ["number", "reply"])
    def test_a_stranger_who_quotes_a_case_does_not_get_in(self, way: str) -> None:
        deliver(letter(message_id="<a1@contoh.id>"))
        (notice,) = notices()
        case = Case.objects.get()
        entries = case.timeline.count()
        quoting = (
            letter("Beri tahu saya.", sender="orang@lain.id", subject=f"Re: {case.number}")
            if way == "number"
            else letter("Hm.", sender="orang@lain.id", references=f"<{notice.message_id}>")
        )
        (row,) = deliver(quoting, sender="orang@lain.id")
        assert case.timeline.count() == entries
        assert row.case is not None
        assert row.case != case
        note = row.case.timeline.get(kind=EntryKind.NOTE)
        assert not note.public
        assert case.number in note.text
        assert row.case.reporter is not None
        assert row.case.reporter.email == "orang@lain.id"

    def test_a_wrong_check_digit_or_year_finds_nothing(self) -> None:
        deliver(letter())
        number = Case.objects.get().number
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        deliver(letter("lagi", subject=f"Re: {wrong}"))
        assert Case.objects.count() == 2
        assert not Entry.objects.filter(kind=EntryKind.NOTE).exists()

    def test_an_answer_opens_a_finished_case_again(self, house: ministry.Ministry) -> None:
        deliver(letter())
        case = Case.objects.get()
        answer_case(actor=house.ratih, case=case, text="Sudah.", outcome="resolved")
        deliver(letter("Belum selesai.", subject=f"Re: [{case.number}] x"))
        case.refresh_from_db()
        assert case.status == Status.REOPENED


class TestAutomatic:
    def test_an_automatic_reply_is_tied_to_the_case_and_not_answered(self) -> None:
        deliver(letter())
        (notice,) = notices()
        (row,) = deliver(
            letter("Saya cuti.", auto_submitted="auto-replied"),
            to=addresses.envelope_sender(notice.token),
            sender="",
        )
        assert (row.state, row.reason) == ("ignored", "auto_reply")
        assert row.case == Case.objects.get()
        assert len(notices()) == 1

    @pytest.mark.parametrize(
        ("header", "value", "reason"),
        [
            ("X-Loop", OFFICE, "loop"),
            ("List-Id", "<berita.contoh.id>", "list"),
            ("Precedence", "bulk", "bulk"),
        ],
    )
    def test_robots_make_no_cases(self, header: str, value: str, reason: str) -> None:
        message = letter()
        message[header] = value
        (row,) = deliver(message)
        assert (row.state, row.reason) == ("ignored", reason)
        assert not Case.objects.exists()
        assert list(queries.ignored()) == [row]

    def test_our_own_notice_sent_back_to_us_is_a_loop(self) -> None:
        from hubung.channels.email.outbox import to_wire

        deliver(letter())
        (notice,) = notices()
        (row,) = deliver(to_wire(notice))
        assert (row.state, row.reason) == ("ignored", "loop")

    def test_no_answer_to_noreply_but_a_case(self) -> None:
        deliver(letter(sender="noreply@toko.id"), sender="noreply@toko.id")
        assert Case.objects.count() == 1
        assert notices() == []

    def test_a_flood_from_one_address_is_recorded_but_answered_only_so_often(self) -> None:
        deliver(*(letter(f"pesan {number}") for number in range(25)))
        assert Case.objects.count() == 25
        assert len(notices()) == 20


REPORT = """From: MAILER-DAEMON@contoh.id
To: {to}
Subject: Undelivered Mail
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

Maaf.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; contoh.id

Final-Recipient: rfc822; siti@contoh.id
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 kotak surat tidak ada

--b
Content-Type: text/rfc822-headers

Message-ID: <{message_id}>
--b--
"""


class TestBounces:
    @pytest.mark.parametrize("by", ["envelope", "message id"])
    def test_a_bounce_comes_back_to_its_case(self, by: str) -> None:
        deliver(letter())
        (notice,) = notices()
        case = Case.objects.get()
        to = addresses.envelope_sender(notice.token) if by == "envelope" else OFFICE
        known = notice.message_id if by == "message id" else "tidak@dikenal"
        raw = REPORT.format(to=to, action="failed", message_id=known).encode()
        (row,) = deliver(raw, to=to, sender="")
        notice.refresh_from_db()
        assert (notice.state, notice.last_error) == (
            "bounced", "550 5.1.1 kotak surat tidak ada",
        )  # fmt: skip
        assert (row.state, row.reason, row.case) == ("ignored", "bounce", case)
        assert Event.objects.get(name="email.MailFailed").data["for_good"] is True
        entry = case.timeline.get(kind=EntryKind.NOTE)
        assert "kotak surat tidak ada" in entry.text
        assert list(queries.undelivered()) == [notice]
        case.refresh_from_db()
        chain = case.timeline.order_by("seq")
        assert (
            timeline.verify(chain, case_id=case.pk, count=case.entries, head_hash=case.head_hash)
            is None
        )

    def test_a_delay_is_no_bounce(self) -> None:
        deliver(letter())
        (notice,) = notices()
        to = addresses.envelope_sender(notice.token)
        raw = REPORT.format(to=to, action="delayed", message_id="x").encode()
        deliver(raw, to=to, sender="")
        notice.refresh_from_db()
        assert notice.state == "outbox"

    def test_mail_returned_in_an_old_servers_own_words(self) -> None:
        deliver(letter())
        (notice,) = notices()
        raw = b"From: MAILER-DAEMON@contoh.id\nSubject: failure notice\n\nSorry."
        deliver(raw, to=addresses.envelope_sender(notice.token), sender="")
        notice.refresh_from_db()
        assert notice.state == "bounced"


class TestHoldingPen:
    def test_what_is_no_message_is_held_with_its_bytes(self, house: ministry.Ministry) -> None:
        raw = b"\x00\xff bukan surat"
        (row,) = deliver(raw)
        assert (row.state, row.reason) == ("held", "no_headers")
        assert list(queries.held()) == [row]
        assert bytes(row.raw.content) == raw
        case = services.make_case(
            actor=house.ratih, message=row, text="Dibaca Ratih.", reporter_email="siti@contoh.id"
        )
        assert case.timeline.get().actor_name == house.ratih.name
        assert not queries.held().exists()
        with pytest.raises(services.AlreadySettledError):
            services.dismiss(message=row, reason="iklan")

    def test_mail_to_the_postmaster_waits_for_a_person(self) -> None:
        (row,) = deliver(letter(), to="postmaster@dephub.go.id")
        assert (row.state, row.reason) == ("held", "postmaster")

    def test_a_held_mail_can_be_added_or_dismissed(self, house: ministry.Ministry) -> None:
        deliver(letter())
        case = Case.objects.get()
        first, second = deliver(b"\x00 satu", b"\x00 dua")
        services.add_to_case(actor=house.ratih, message=first, case=case, text="Satu.")
        services.dismiss(message=second, reason="iklan")
        assert case.timeline.filter(kind=EntryKind.MESSAGE_IN).count() == 1
        assert not queries.held().exists()

    def test_a_poisonous_message_stops_nobody(self) -> None:
        """Its subject breaks a rule of the database: found only while it is stored."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    "CREATE TRIGGER racun BEFORE INSERT ON cases_case WHEN NEW.title = 'racun'"
                    " BEGIN SELECT RAISE(ABORT, 'racun'); END"
                )
            else:
                cursor.execute(
                    "ALTER TABLE cases_case ADD CONSTRAINT racun CHECK (title <> 'racun') NOT VALID"
                )
        bad = letter("a", subject="racun")
        store(
            [
                Incoming(each.as_bytes(), "a@b.id", (OFFICE,), "127.0.0.1", "smtp")
                for each in (letter("satu"), bad, letter("dua"))
            ]
        )
        assert take_in() == 3
        assert sorted(Case.objects.values_list("text", flat=True)) == ["dua", "satu"]
        row = InboundMessage.objects.get(state="received")
        assert (row.attempts, row.case) == (1, None)
        assert row.reason.startswith("error: ")
        for _ in range(ATTEMPTS):
            with clock.travel(clock.now() + timedelta(hours=1)):
                InboundMessage.objects.update(next_attempt_at=clock.now())
                take_in()
        row.refresh_from_db()
        assert (row.state, row.attempts) == ("held", ATTEMPTS)
