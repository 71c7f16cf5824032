"""Misconduct: for the Inspectorate alone, and for nobody else a sign that there is anything.

Tried as the head of the reported unit, who is also its coordinator, a supervisor of the contact
centre and administrator of the whole ministry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from hubung.cases import limits, search, services
from hubung.cases.choices import Channel, EntryKind, Kind
from hubung.cases.errors import IncompleteError
from hubung.cases.models import CalendarChange, Case, Handler, SavedView
from hubung.cases.queries import FEWEST
from hubung.cases.services import ReporterDetails
from hubung.cases.services.timing import follow_successors
from hubung.cases.similar import similar_cases
from hubung.channels.email import bounces, notices
from hubung.channels.email.models import (
    InboundMessage,
    InboundState,
    OutboundMessage,
    OutboundState,
    RawMessage,
)
from hubung.desk import counting
from hubung.desk.intake.callers import callers
from hubung.desk.live import Watcher
from hubung.desk.worklist import VIEWS
from hubung.directory.models import Grant, Person, Role, UnitKind, today
from hubung.insight import lately
from hubung.kernel import clock
from tests.integration.desk_extras.test_boxes import arrived as arrive
from tests.integration.email.conftest import letter
from tests.integration.rights.world import nowhere
from tests.support.accounts import sign_in
from tests.support.ministry import START, Ministry, build, person, unit

WORDS = "Kepala kantor di Dermaga Zamrud meminta uang kepada awak KM Bahtera Angan."
RINAI = ReporterDetails(name="Rinai Senja", email="rinai@contoh.id", phone="+6281155550188")
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
#: New on every page, or a place in the stream of all events.
_CHANGING = re.compile(
    r'\b[A-Za-z0-9]{64}\b|nonce-[^\'"]+|data-since="\d+"|sejak=\d+|[0-9a-f-]{36}'
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Ministry:
    return build()


@pytest.fixture
def head(ministry: Ministry) -> Person:
    """The head of the reported unit, with every role that an honest one could have."""
    someone = person("Baskara Kepala-Kantor", ministry.sea, Role.TIER3_OFFICIAL)
    for role, where in (
        (Role.UNIT_COORDINATOR, ministry.sea),
        (Role.SUPERVISOR, ministry.centre),
        (Role.TIER1_AGENT, ministry.centre),
        (Role.ADMINISTRATOR, ministry.root),
        (Role.SUPERVISOR, ministry.root),
        (Role.INFORMATION_OFFICER, ministry.root),
    ):
        Grant.objects.create(person=someone, role=role, unit=where, valid_from=START)
    return someone


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.travel(NOON):
        yield


def report(**more: object) -> Case:
    given = {
        "channel": Channel.WEB,
        "kind": Kind.MISCONDUCT,
        "sector": "laut",
        "text": WORDS,
        "place": "Dermaga Zamrud",
        "reporter": RINAI,
        **more,
    }
    return services.receive_case(**given)  # type: ignore[arg-type]


def ordinary(ministry: Ministry, **more: object) -> Case:
    """A report about the same place, by the same person, that the head does see."""
    case = report(kind=Kind.COMPLAINT, text="Kapal KM Bahtera Angan terlambat.", **more)
    services.move_case(
        actor=ministry.kirana, case=case, tier=3, unit=ministry.sea, reason="Mohon jawaban."
    )
    return Case.objects.get(pk=case.pk)


def desk_of(someone: Person) -> Client:
    client = Client(headers={"accept": "text/html"})
    sign_in(client, someone)
    return client


def pages(client: Client, seen: Case, kept: SavedView) -> dict[str, str]:
    """Every page on which the head could notice something."""
    addresses = [
        "/",
        "/kinerja/",
        "/kinerja/unit/",
        "/kinerja/angka.csv",
        "/readyz",
        "/desk/",
        *(f"/desk/?tampilan={view.slug}" for view in VIEWS),
        "/desk/?cari=Zamrud",
        "/desk/?cari=rinai@contoh.id",
        "/desk/?bidang=laut&pintu=web&tampilan=semua",
        f"/desk/?{kept.query['address']}",
        f"/desk/laporan/{seen.number}/",
        f"/desk/pejabat/{seen.number}/",
        "/desk/pejabat/",
        "/desk/baru/",
        "/desk/surat/",
        "/desk/surat/otomatis/",
        "/desk/surat/keluar/",
        "/desk/surat/keluar/?gagal",
        "/desk/pengaturan/",
        "/desk/pengaturan/kalender/",
        "/desk/pengaturan/orang/",
        *(f"/desk/pengaturan/orang/{pk}/" for pk in Person.objects.values_list("pk", flat=True)),
        "/desk/direktori/impor/",
    ]
    cache.clear()
    counting.forget()
    told = {}
    for address in addresses:
        answer = client.get(address, follow=True)
        told[address] = _CHANGING.sub("", f"{answer.status_code} {answer.content.decode()}")
    known = client.post("/desk/baru/pelapor/", {"phone": RINAI.phone, "email": RINAI.email})
    told["callers"] = _CHANGING.sub("", known.content.decode())
    return told


def everything_happens(ministry: Ministry) -> Case:
    """A report of misconduct comes, and with it all that could show somewhere."""
    case = report()
    asked = services.ask_reporter(actor=ministry.sekar, case=case, question="Siapa saja?")
    late = report(text=f"{WORDS} Sudah lama.", received_at=NOON - timedelta(days=200))
    services.take_case(actor=ministry.sekar, case=late)
    for number, state in enumerate((OutboundState.BOUNCED, OutboundState.OUTBOX)):
        mail = OutboundMessage.objects.create(
            case=asked,
            kind="asked",
            dedupe_key=f"uji:{number}",
            to=RINAI.email,
            subject="Kabar laporan Anda",
            text="Ada kabar.",
            message_id=f"<uji-{number}@contoh.id>",
            attempts=3,
            created_at=NOON - timedelta(hours=5),
        )
        if state == OutboundState.BOUNCED:
            bounces.mark_failed(mail, state, "no such mailbox", for_good=True)
    kinds = (InboundState.THREADED, InboundState.IGNORED)
    for number, kind in enumerate(kinds):
        raw = RawMessage.objects.create(sha256=str(number) * 64, size=9, content=WORDS.encode())
        InboundMessage.objects.create(
            raw=raw, recipient="info151@dephub.go.id", door="smtp", state=kind, case=asked
        )
    services.add_note(actor=ministry.sekar, case=late, text="Dicatat.")
    return case


def test_the_head_of_the_reported_unit_notices_nothing(ministry: Ministry, head: Person) -> None:
    seen = ordinary(ministry)
    address = "tampilan=semua&cari=Zamrud"
    view = SavedView.objects.create(
        person=ministry.jaya, name="Zamrud", query={"address": address}, shared_with=ministry.sea
    )
    client = desk_of(head)
    pages(client, seen, view)
    before = pages(client, seen, view)
    case = everything_happens(ministry)
    after = pages(client, seen, view)
    assert [where for where in before if before[where] != after[where]] == []
    # The same pages do tell whoever it is for.
    inspector = desk_of(ministry.sekar).get("/desk/?tampilan=unit").content.decode()
    assert case.number in inspector
    assert before["/desk/"] != ""


def test_a_recount_of_the_calendar_does_not_count_it(ministry: Ministry) -> None:
    """Whoever administers could add a holiday of the Inspectorate, and read how many it moved."""
    case = report()
    before = case.next_due_at
    services.add_holiday(
        by=ministry.arum, day=date(2026, 11, 25), name="Hari uji", unit=ministry.inspectorate
    )
    # What the end of the transaction does.
    limits.forget()
    with clock.travel(NOON + timedelta(hours=1)):
        assert services.recount_due_dates() == 1
    case.refresh_from_db()
    assert case.next_due_at != before
    assert CalendarChange.objects.get().recounted == 0


def test_a_mail_cannot_be_used_to_ask_whether_a_number_exists(ministry: Ministry) -> None:
    case = report()
    notes = []
    for number in (case.number, nowhere(case)):
        message = letter(f"Bagaimana {number}?", "baskara@contoh.id", subject=f"[{number}] Halo")
        arrived = arrive(message.as_bytes())
        assert arrived.case
        assert arrived.case != case
        (note,) = arrived.case.timeline.filter(kind=EntryKind.NOTE)
        notes.append(note.text.replace(number, "NUMBER"))
    assert notes[0] == notes[1]


def test_the_subject_of_a_notice_names_no_unit(ministry: Ministry) -> None:
    case = services.move_case(
        actor=ministry.sekar,
        case=report(),
        tier=2,
        unit=unit("ITJEN-1", "Inspektorat Rekaan", UnitKind.TEAM, ministry.inspectorate),
        reason="Lanjut.",
    )
    entry = case.timeline.get(kind=EntryKind.MOVED)
    notices.queue_notices([notices.Step(case, "moved", entry)])
    mail = OutboundMessage.objects.get(kind="moved")
    assert "Inspektorat" not in mail.subject + mail.text


def test_no_query_finds_it_for_the_head(ministry: Ministry, head: Person) -> None:
    seen, case = ordinary(ministry), everything_happens(ministry)
    assert not search.find(head, "Zamrud meminta uang").cases.exists()
    assert search.find(ministry.sekar, "Zamrud meminta uang").cases.exists()
    assert case not in [found.case for found in similar_cases(seen, seen_by=head)]
    assert Watcher(head)({case.subject, f"presence:{case.pk}"}) == set()
    (caller,) = callers(phone=RINAI.phone, email=RINAI.email, seen_by=head)
    assert (list(caller.open_cases), caller.finished) == ([seen], 0)


def test_it_is_confidential_in_the_database_itself(ministry: Ministry) -> None:
    case = report()
    assert case.confidential
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(confidential=False)


def test_no_door_puts_it_outside_of_the_inspectorate(ministry: Ministry) -> None:
    assert report(unit=ministry.sea).unit == ministry.inspectorate
    team = unit("ITJEN-1", "Inspektorat I", UnitKind.TEAM, ministry.inspectorate)
    assert report(unit=team).unit == team


def test_only_people_of_the_inspectorate_get_it(ministry: Ministry, head: Person) -> None:
    case, sekar = report(), ministry.sekar
    with pytest.raises(IncompleteError):
        services.name_handler(actor=sekar, case=case, person=head)
    with pytest.raises(IncompleteError):
        services.assign_case(actor=sekar, case=case, owner=head)
    with pytest.raises(IncompleteError):
        services.move_case(
            actor=sekar, case=case, tier=3, unit=ministry.inspectorate, owner=head, reason="Naik."
        )
    assert not Handler.objects.exists()


def test_the_time_limit_gives_it_to_no_official_above(ministry: Ministry) -> None:
    """An official of the whole ministry may be the reported one."""
    person("Menteri Rekaan", ministry.root, Role.TIER3_OFFICIAL)
    case = services.escalate_case(case=report(), reason="Batas waktu lewat.")
    assert (case.tier, case.unit, case.owner) == (3, ministry.inspectorate, None)
    inside = person("Nadi Wiraguna", ministry.inspectorate, Role.TIER3_OFFICIAL)
    case = services.escalate_case(case=report(text="Lagi."), reason="Batas waktu lewat.")
    assert case.owner == inside
    assert search.find(inside, case.number).cases.exists()


def test_an_official_sees_the_confidential_case_whose_answer_is_disputed(
    ministry: Ministry,
) -> None:
    inside = person("Nadi Wiraguna", ministry.inspectorate, Role.TIER3_OFFICIAL)
    case = report()
    services.answer_case(
        actor=ministry.sekar, case=case, text="Sudah diperiksa.", outcome="unfounded"
    )
    case = services.object_to_answer(case=Case.objects.get(pk=case.pk), reason="Belum selesai.")
    assert case.owner == inside
    assert desk_of(inside).get(f"/desk/laporan/{case.number}/").status_code == 200


def test_it_does_not_follow_a_unit_out_of_the_inspectorate(ministry: Ministry) -> None:
    team = unit("ITJEN-1", "Inspektorat I", UnitKind.TEAM, ministry.inspectorate)
    case, other = report(unit=team), ordinary(ministry)
    team.closed_on, team.successor = today(), ministry.sea
    team.save()
    assert follow_successors() == 1
    case.refresh_from_db()
    assert case.unit == ministry.inspectorate
    assert other.unit == ministry.sea


def test_what_turns_out_to_be_misconduct_leaves_those_who_had_it(
    ministry: Ministry, head: Person
) -> None:
    case = report(kind=Kind.COMPLAINT, confidential=True)
    services.name_handler(actor=ministry.kirana, case=case, person=ministry.kirana)
    services.name_handler(actor=ministry.kirana, case=case, person=head)
    assert desk_of(head).get(f"/desk/laporan/{case.number}/").status_code == 200
    services.correct_facts(actor=ministry.kirana, case=case, kind=Kind.MISCONDUCT)
    assert desk_of(head).get(f"/desk/laporan/{case.number}/").status_code == 404
    assert not search.find(head, "Zamrud").cases.exists()
    removed = case.timeline.filter(kind=EntryKind.HANDLER, data__removed=True)
    assert set(removed.values_list("text", flat=True)) == {head.name, ministry.kirana.name}


@pytest.mark.parametrize("facts", [{"kind": Kind.COMPLAINT}, {"confidential": False}])
def test_nobody_takes_the_protection_off_alone(
    ministry: Ministry, facts: dict[str, object]
) -> None:
    case = report()
    with pytest.raises(IncompleteError):
        services.correct_facts(actor=ministry.sekar, case=case, **facts)  # type: ignore[arg-type]
    client = desk_of(ministry.sekar)
    said = {"title": "Pungli", "kind": "complaint", "sector": "laut", "version": ""}
    client.post(f"/desk/laporan/{case.number}/lakukan/perbaiki/", said)
    case.refresh_from_db()
    assert (case.kind, case.confidential, case.title) == (Kind.MISCONDUCT, True, "Pungli")


def test_it_is_merged_with_its_like_only(ministry: Ministry) -> None:
    both = person("Dwija Dua-Peran", ministry.sea, Role.TIER3_OFFICIAL)
    Grant.objects.create(
        person=both, role=Role.INSPECTOR, unit=ministry.inspectorate, valid_from=START
    )
    seen, case, other = ordinary(ministry), report(), report(text="Hal yang sama.")
    with pytest.raises(IncompleteError):
        services.merge_case(actor=both, case=case, into=seen, reason="Sama.")
    with pytest.raises(IncompleteError):
        services.merge_case(actor=both, case=seen, into=case, reason="Sama.")
    services.merge_case(actor=both, case=other, into=case, reason="Sama.")


def test_a_mail_about_it_is_not_in_the_outbox_of_others(ministry: Ministry, head: Person) -> None:
    everything_happens(ministry)
    client = desk_of(head)
    hidden = OutboundMessage.objects.filter(case__kind=Kind.MISCONDUCT)
    for number in (*hidden.values_list("pk", flat=True), 4_711_000):
        assert client.post(f"/desk/surat/keluar/{number}/lagi/").status_code == 404
        assert client.get(f"/desk/surat/keluar/{number}/batal/").status_code == 404
    for pk in (*InboundMessage.objects.values_list("pk", flat=True), 4_711_000):
        assert client.get(f"/desk/surat/{pk}/").status_code == 404
        assert client.get(f"/desk/surat/{pk}/mentah/").status_code == 404


@pytest.mark.parametrize("misconduct", [1, FEWEST, 2 * FEWEST])
def test_the_figures_of_the_last_days_never_count_it(ministry: Ministry, misconduct: int) -> None:
    ordinary(ministry)
    for number in range(misconduct):
        services.answer_case(
            actor=ministry.sekar,
            case=report(text=f"{WORDS} {number}"),
            text="Sudah.",
            outcome="unfounded",
        )
    assert (lately.count_lately().received, lately.count_lately().answered) == (1, 0)
