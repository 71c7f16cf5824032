"""Mail that needs a person: what no machine could place, and what is not going out."""

from __future__ import annotations

import pytest

from hubung.cases.choices import Channel, EntryKind, Kind
from hubung.cases.models import Case
from hubung.cases.services import ReporterDetails, receive_case
from hubung.channels.email.intake import take_in
from hubung.channels.email.models import (
    InboundMessage,
    InboundState,
    OutboundMessage,
    OutboundState,
    RawMessage,
)
from hubung.desk.boxes.state import sending_problem
from hubung.directory.models import Person
from hubung.kernel import tasks
from hubung.kernel.models import Event
from tests.integration.desk_extras.conftest import At
from tests.integration.email.conftest import letter
from tests.support.ministry import Ministry

BOX = "/desk/surat/"

pytestmark = pytest.mark.django_db


def arrived(content: bytes, recipient: str = "info151@dephub.go.id") -> InboundMessage:
    """A mail as the doors store it, then read by the intake."""
    from hashlib import sha256

    raw = RawMessage.objects.create(
        sha256=sha256(content).hexdigest(), size=len(content), content=content
    )
    row = InboundMessage.objects.create(
        raw=raw, recipient=recipient, sender="siti@contoh.id", door="smtp"
    )
    take_in()
    row.refresh_from_db()
    return row


def to_postmaster(**more: str) -> InboundMessage:
    """Somebody wrote to the postmaster: a person has to read it."""
    message = letter("Kapal KM Tirta Nirmala terlambat.", **more)
    message.add_attachment(b"isi", maintype="text", subtype="plain", filename="catatan.txt")
    return arrived(message.as_bytes(), "postmaster@dephub.go.id")


def page_of(row: InboundMessage) -> str:
    return f"{BOX}{row.pk}/"


def test_the_pen_says_why_each_mail_is_there(ministry: Ministry, at: At) -> None:
    held, broken = to_postmaster(), arrived(b"\x00\x01 not a mail at all")
    assert (held.state, broken.state) == (InboundState.HELD, InboundState.HELD)
    said = at(ministry.ratih).get(BOX).content.decode()
    assert "Kapal terlambat" in said
    assert "It was sent to the postmaster" in said
    assert "It is no mail" in said
    one = at(ministry.ratih).get(page_of(broken)).content.decode()
    assert "not a mail at all" in one
    assert "\x00" not in one


def test_a_raw_mail_is_shown_as_text_and_saved_never_run(ministry: Ministry, at: At) -> None:
    row = arrived(
        letter("<script>alert(1)</script>", subject="<b>Halo</b>").as_bytes(),
        "postmaster@dephub.go.id",
    )
    client = at(ministry.ratih)
    said = client.get(page_of(row)).content.decode()
    assert "<script>alert" not in said
    assert "&lt;script&gt;alert" in said
    saved = client.get(page_of(row) + "mentah/")
    assert saved.content == bytes(row.raw.content)
    assert saved.headers["Content-Type"] == "application/octet-stream"
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in saved.headers["Content-Security-Policy"]


def test_a_mail_becomes_a_case_with_its_files(ministry: Ministry, at: At) -> None:
    row = to_postmaster()
    client = at(ministry.ratih)
    shown = client.get(page_of(row)).content.decode()
    assert "Kapal KM Tirta Nirmala terlambat.</textarea>" in shown
    response = client.post(
        page_of(row),
        {
            "do": "case",
            "title": "Kapal terlambat",
            "text": "KM Tirta Nirmala terlambat.",
            "email": "siti@contoh.id",
            "with_files": "on",
        },
    )
    assert response.headers["Location"] == BOX
    case = Case.objects.get()
    row.refresh_from_db()
    assert (case.channel, case.title, row.case, row.state) == (
        Channel.MAIL,
        "Kapal terlambat",
        case,
        InboundState.THREADED,
    )
    assert case.reporter is not None
    assert case.reporter.email == "siti@contoh.id"
    assert case.attachments.get().name == "catatan.txt"
    assert case.timeline.get().actor == ministry.ratih
    recorded = Event.objects.get(name="boxes.MailSettled").data
    assert (recorded["act"], recorded["person_id"]) == ("case", ministry.ratih.pk)
    # The second of two who had it open learns of it, and nothing happens twice.
    again = at(ministry.wulandari).post(page_of(row), {"do": "case", "text": "Lagi."})
    assert "Somebody else has dealt with this mail." in again.content.decode()
    assert Case.objects.count() == 1


def test_a_mail_is_added_to_the_case_it_belongs_to(ministry: Ministry, at: At) -> None:
    case = receive_case(channel=Channel.WEB, text="Kapal terlambat.")
    secret = receive_case(channel=Channel.WEB, text="Dimintai uang.", kind=Kind.MISCONDUCT)
    row = to_postmaster()
    client = at(ministry.ratih)
    refused = client.post(page_of(row), {"do": "add", "number": secret.number, "text": "Isi."})
    assert refused.status_code == 422
    assert "There is no case with this number" in refused.content.decode()
    client.post(page_of(row), {"do": "add", "number": case.number, "text": "Isi surat."})
    last = case.timeline.last()
    assert last is not None
    assert (last.kind, last.text) == (EntryKind.MESSAGE_IN, "Isi surat.")
    assert last.data == {"mail": row.pk, "by": ministry.ratih.pk}


def test_what_is_no_matter_is_kept_with_name_and_reason(ministry: Ministry, at: At) -> None:
    row = to_postmaster()
    client = at(ministry.ratih)
    assert client.post(page_of(row), {"do": "dismiss", "reason": " "}).status_code == 422
    client.post(page_of(row), {"do": "dismiss", "reason": "Iklan."})
    row.refresh_from_db()
    assert row.state == InboundState.IGNORED
    assert "Kapal terlambat" not in client.get(BOX).content.decode()
    said = client.get(BOX + "otomatis/").content.decode()
    assert "Ratih Kembangsore: Iklan." in said
    # Misjudged, it still becomes a case.
    client.post(page_of(row), {"do": "case", "text": "Ternyata laporan."})
    assert Case.objects.get().text == "Ternyata laporan."


def test_the_program_may_read_it_again(ministry: Ministry, at: At) -> None:
    row = to_postmaster()
    InboundMessage.objects.filter(pk=row.pk).update(recipient="info151@dephub.go.id", attempts=5)
    at(ministry.ratih).post(page_of(row), {"do": "read_again"})
    take_in()
    row.refresh_from_db()
    assert row.state == InboundState.THREADED


def test_automatic_mail_of_a_confidential_case_stays_with_its_handlers(
    ministry: Ministry, at: At
) -> None:
    secret = receive_case(channel=Channel.WEB, text="Dimintai uang.", kind=Kind.MISCONDUCT)
    row = arrived(letter(subject="Balasan rahasia", Auto_Submitted="auto-replied").as_bytes())
    assert row.state == InboundState.IGNORED
    assert "Balasan rahasia" in at(ministry.ratih).get(BOX + "otomatis/").content.decode()
    InboundMessage.objects.filter(pk=row.pk).update(case=secret)
    for person in (ministry.ratih, ministry.kirana, ministry.arum):
        assert at(person).get(page_of(row)).status_code == 404
        assert at(person).get(page_of(row) + "mentah/").status_code == 404
    assert "Balasan rahasia" not in at(ministry.ratih).get(BOX + "otomatis/").content.decode()
    assert at(ministry.sekar).get(page_of(row)).status_code == 200


@pytest.fixture
def waiting(ministry: Ministry) -> OutboundMessage:
    """The acknowledgement of a report, which waits because there is no relay."""
    receive_case(
        channel=Channel.WEB,
        text="Kapal terlambat.",
        reporter=ReporterDetails(name="Siti Contoh", email="siti@contoh.id"),
    )
    tasks.run_until_idle()
    return OutboundMessage.objects.get()


def test_the_desk_says_that_mail_is_not_going_out(
    ministry: Ministry, at: At, waiting: OutboundMessage
) -> None:
    assert waiting.state == OutboundState.OUTBOX
    problem = sending_problem()
    assert problem is not None
    assert (problem.no_relay, problem.waiting) == (True, 1)
    banner = "Mail is not going out"
    assert banner in at(ministry.kirana).get(BOX).content.decode()
    # The outbox itself says what to do about it.
    said = at(ministry.arum).get(BOX + "keluar/").content.decode()
    assert "No relay is configured" in said
    # An agent cannot mend it.
    assert banner not in at(ministry.ratih).get(BOX).content.decode()


def test_supervisors_try_again_or_stop_a_mail(
    ministry: Ministry, at: At, waiting: OutboundMessage
) -> None:
    client = at(ministry.kirana)
    said = client.get(BOX + "keluar/").content.decode()
    assert "siti@contoh.id" in said
    OutboundMessage.objects.filter(pk=waiting.pk).update(
        state=OutboundState.BOUNCED, last_error="mailbox full"
    )
    assert "mailbox full" in client.get(BOX + "keluar/?gagal").content.decode()
    client.post(f"{BOX}keluar/{waiting.pk}/lagi/")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.last_error) == (OutboundState.OUTBOX, "")
    stop = f"{BOX}keluar/{waiting.pk}/batal/"
    assert client.post(stop, {"reason": ""}).status_code == 422
    client.post(stop, {"reason": "Sudah ditelepon."})
    waiting.refresh_from_db()
    assert waiting.state == OutboundState.FAILED
    note = waiting.case.timeline.last()  # type: ignore[union-attr]
    assert note is not None
    assert note.kind == EntryKind.NOTE
    assert "Sudah ditelepon." in note.text
    assert [event.data["act"] for event in Event.objects.filter(name="boxes.OutgoingSettled")] == [
        "again",
        "stopped",
    ]


def test_a_mail_in_a_workers_hands_is_left_alone(
    ministry: Ministry, at: At, waiting: OutboundMessage
) -> None:
    OutboundMessage.objects.filter(pk=waiting.pk).update(state=OutboundState.QUEUED)
    client = at(ministry.kirana)
    for address, data in (("lagi/", {}), ("batal/", {"reason": "Salah."})):
        response = client.post(f"{BOX}keluar/{waiting.pk}/{address}", data, follow=True)
        assert "being sent" in response.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == OutboundState.QUEUED


def test_administrators_see_states_and_no_words(
    ministry: Ministry, at: At, waiting: OutboundMessage
) -> None:
    client = at(ministry.arum)
    said = client.get(BOX + "keluar/").content.decode()
    assert "waits" in said
    for word in (waiting.subject, waiting.text[:40], "siti@contoh.id"):
        assert word not in said
    assert client.post(f"{BOX}keluar/{waiting.pk}/lagi/").status_code == 403
    assert client.post(f"{BOX}keluar/{waiting.pk}/batal/", {"reason": "x"}).status_code == 403
    assert client.get(BOX).headers["Location"] == BOX + "keluar/"


def test_nobody_reads_the_words_of_a_confidential_case_in_the_outbox(
    ministry: Ministry, at: At, waiting: OutboundMessage
) -> None:
    Case.objects.update(confidential=True, kind=Kind.MISCONDUCT)
    said = at(ministry.kirana).get(BOX + "keluar/").content.decode()
    assert waiting.subject not in said
    assert "siti@contoh.id" not in said
    assert waiting.case.number not in said  # type: ignore[union-attr]


def test_who_may_open_which_box(ministry: Ministry, at: At) -> None:
    row = to_postmaster()
    may: dict[Person, tuple[int, int, int, int]] = {
        ministry.ratih: (200, 200, 403, 200),
        ministry.kirana: (200, 200, 200, 200),
        ministry.arum: (302, 403, 200, 404),
        ministry.damar: (403, 403, 403, 404),
        ministry.gatra: (403, 403, 403, 404),
        ministry.sekar: (403, 403, 403, 404),
    }
    addresses = (BOX, BOX + "otomatis/", BOX + "keluar/", page_of(row))
    for person, expected in may.items():
        client = at(person)
        assert tuple(client.get(address).status_code for address in addresses) == expected, person
        posted = client.post(page_of(row), {"do": "dismiss", "reason": " "})
        assert posted.status_code == (422 if expected[3] == 200 else 404)


def test_empty_boxes_say_that_all_is_well(ministry: Ministry, at: At) -> None:
    client = at(ministry.kirana)
    assert "No mail waits for a person" in client.get(BOX).content.decode()
    assert "The outbox is empty" in client.get(BOX + "keluar/").content.decode()
    assert "Every mail has arrived" in client.get(BOX + "keluar/?gagal").content.decode()
    assert sending_problem() is None
