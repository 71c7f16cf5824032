"""A formal request from the first word to the Information Commission."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied

from hubung.cases import services as registry
from hubung.cases import timeline
from hubung.cases.choices import Channel, ClockName, EntryKind, Kind, Status
from hubung.cases.errors import CaseError, IncompleteError, NotAllowedError
from hubung.cases.files import keep_staff_file
from hubung.cases.models import Case, Clock, Entry
from hubung.cases.policies import actions_for
from hubung.cases.services import ReporterDetails
from hubung.channels.email.models import OutboundMessage
from hubung.disclosure.grounds.queries import ground_on
from hubung.disclosure.requests import services
from hubung.disclosure.requests.choices import Applicant, Decision, Delivery, Stage
from hubung.disclosure.requests.errors import (
    FileNamesAskerError,
    NamesAskerError,
    NotNowError,
    TooLateError,
)
from hubung.disclosure.requests.lifecycle import Step
from hubung.disclosure.requests.models import DecreeNumber, Offered, Request
from hubung.disclosure.requests.prospects import Prospect, prospect_of
from hubung.disclosure.requests.queries import find_request, offered, reply_of
from hubung.disclosure.requests.queries import stage as stage_of
from hubung.kernel import clock, tasks
from tests.integration.disclosure.asking import (
    DETAILS,
    FRIDAY,
    NIK,
    OFFER,
    RINAI,
    Disclosing,
    ask,
    asker,
    given,
    ministry_that_discloses,
)
from tests.support.documents import page_of_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Iterator[Disclosing]:
    with clock.travel(FRIDAY):
        yield ministry_that_discloses()


def fresh(request: Request) -> Request:
    found = find_request(request.case_id)
    assert found is not None
    return found


def now(request: Request) -> Prospect:
    return prospect_of(fresh(request))


def day(at: datetime | None) -> date:
    assert at is not None
    return at.date()


def test_ten_working_days_begin_and_the_officer_has_it(here: Disclosing) -> None:
    request = ask()
    case = request.case
    assert (case.kind, case.tier, case.unit) == (Kind.PUBLIC_INFORMATION, 2, here.ministry.root)
    running = Clock.objects.filter(case=case)
    assert [one.name for one in running] == [ClockName.RESOLUTION]
    ahead = now(request)
    assert ahead.stage is Stage.ASKED
    assert ahead.ours is not None
    # Ten working days after Friday, 20 November.
    assert day(ahead.ours.due_at) == date(2026, 12, 4)
    assert sum(one.kind != "off" for one in ahead.ours.days) == 10
    assert ahead.extension is not None
    assert day(ahead.extension.due_at) == date(2026, 12, 15)
    assert ahead.right is not None
    assert (ahead.right.step, ahead.right.is_open) == (Step.OBJECT, False)
    assert ahead.right.until.due_at is not None
    assert ahead.right.opens_at == ahead.ours.due_at
    assert {"reply", "extend", "ask", "take"} <= {str(a) for a in actions_for(here.officer, case)}
    # An ordinary answer, without the parts that the law asks for, is nobody's to give.
    assert "answer" not in {str(a) for a in actions_for(here.officer, case)}
    assert "reply" not in {str(a) for a in actions_for(here.ministry.kirana, case)}


def test_who_asks_is_sealed_and_masked(here: Disclosing) -> None:
    request = ask()
    assert request.case.reporter is not None
    assert str(request.case.reporter.nik) == "3171 •••• 004"
    entity = replace(RINAI, name="Yayasan Layar Rekaan", nik="")
    with pytest.raises(IncompleteError, match="badan hukum"):
        services.receive_request(
            services.Asked(
                asker=asker(entity, applicant=Applicant.ENTITY),
                details=DETAILS,
                channel=Channel.WEB,
            )
        )
    asked = services.Asked(
        asker=asker(entity, applicant=Applicant.ENTITY, decree="AHU-0012345.AH.01.04"),
        details=DETAILS,
        channel=Channel.WEB,
    )
    made = services.receive_request(asked)
    kept = DecreeNumber.objects.get(request=made)
    assert b"0012345" not in bytes(kept.sealed)
    assert kept.reveal() == "AHU-0012345.AH.01.04"


@pytest.mark.parametrize(
    ("without", "field"),
    [("name", "name"), ("address", "address"), ("nik", "nik")],
)
def test_what_the_law_asks_for_is_asked_for(here: Disclosing, without: str, field: str) -> None:
    with pytest.raises(IncompleteError) as refused:
        ask(asker=asker(replace(RINAI, **{without: ""})))
    assert refused.value.field == field


def test_sent_twice_it_is_one_request(here: Disclosing) -> None:
    assert ask(external_id="x:1").pk == ask(external_id="x:1").pk
    assert Case.objects.count() == Request.objects.count() == 1


def test_a_mail_becomes_a_request_and_counts_from_the_day_it_came(here: Disclosing) -> None:
    mail = registry.receive_case(
        channel=Channel.MAIL,
        text="Saya minta dokumen jadwal kapal perintis.",
        kind=Kind.INFORMATION_REQUEST,
        reporter=ReporterDetails(email=RINAI.email),
    )
    ratih = here.ministry.ratih
    with clock.travel(FRIDAY + timedelta(days=3)):
        with pytest.raises(IncompleteError, match="formulir"):
            registry.correct_facts(actor=ratih, case=mail, kind=Kind.PUBLIC_INFORMATION)
        with pytest.raises(NotAllowedError):
            services.turn_into_request(
                actor=here.ministry.gatra, case=mail, asker=asker(), details=DETAILS
            )
        request = services.turn_into_request(actor=ratih, case=mail, asker=asker(), details=DETAILS)
        case = Case.objects.get(pk=mail.pk)
        assert (case.number, case.code) == (mail.number, mail.code)
        assert (case.kind, case.tier, case.unit) == (
            Kind.PUBLIC_INFORMATION,
            2,
            here.ministry.root,
        )
        ahead = now(request)
        assert ahead.ours is not None
        assert day(ahead.ours.due_at) == date(2026, 12, 4)
        services.reply(actor=here.officer, request=request, given=given())
    assert [each for each in timeline.verify_all() if each] == []


def test_it_is_extended_once_with_a_reason(here: Disclosing) -> None:
    request = ask()
    with pytest.raises(IncompleteError):
        services.extend(actor=here.officer, request=request, reason=" ")
    with pytest.raises(NotAllowedError):
        services.extend(actor=here.ministry.damar, request=request, reason="Sibuk.")
    services.extend(actor=here.officer, request=request, reason="Data diminta dari 12 pelabuhan.")
    ahead = now(request)
    assert ahead.stage is Stage.EXTENDED
    assert ahead.ours is not None
    assert day(ahead.ours.due_at) == date(2026, 12, 15)
    assert ahead.extension is None
    with pytest.raises(NotNowError):
        services.extend(actor=here.officer, request=request, reason="Sekali lagi.")
    tasks.run_until_idle()
    mail = OutboundMessage.objects.get(kind="update")
    assert "12 pelabuhan" in mail.text
    assert "15 Desember" in mail.text


def test_what_is_late_cannot_be_extended_and_opens_the_objection(here: Disclosing) -> None:
    request = ask()
    with pytest.raises(CaseError, match="4 Desember 2026"):
        services.object_to(request=request, ground="c")
    with clock.travel(datetime(2026, 12, 8, 3, tzinfo=UTC)):
        # True before the worker has noticed, and the same after.
        before = now(request)
        tasks.run_until_idle()
        after = now(request)
        assert before.right is not None
        assert after.right is not None
        assert before.right.until.due_at == after.right.until.due_at
        assert after.late
        assert after.may(Step.OBJECT)
        assert Case.objects.get(pk=request.case_id).tier == 2
        with pytest.raises(IncompleteError, match="lewat"):
            services.extend(actor=here.officer, request=request, reason="Sibuk.")
        with pytest.raises(IncompleteError):
            services.object_to(request=request, ground="a")
        services.object_to(request=request, ground="c", reason="Tidak ada kabar.")
        assert now(request).stage is Stage.OBJECTED


def test_a_refusal_needs_ground_and_reason_and_every_part_is_asked_for(here: Disclosing) -> None:
    request = ask()
    ground = ground_on("b", date(2026, 11, 20))
    wrong = [
        (given(text=""), "text"),
        (given(decision=Decision.REFUSED), "ground"),
        (given(decision=Decision.REFUSED, ground=ground), "reason"),
        (given(decision=Decision.PARTLY, ground=ground, reason="Rahasia dagang."), "redactions"),
        (given(form=None), "form"),
        (given(cost=5000), "cost_basis"),
        (given(decision=Decision.NOT_HELD), "holder"),
        (given(offer=None), "kept_because"),
        (given(offer=replace(OFFER, text="")), "public_text"),
    ]
    for said, field in wrong:
        with pytest.raises(IncompleteError) as refused:
            services.reply(actor=here.officer, request=request, given=said)
        assert refused.value.field == field
    assert Case.objects.get(pk=request.case_id).status == Status.NEW
    services.reply(
        actor=here.officer,
        request=request,
        given=given(
            decision=Decision.PARTLY,
            ground=ground,
            reason="Harga penawaran adalah rahasia dagang.",
            redactions="Harga per penawar di halaman 3.",
            cost=12_500,
            cost_basis="Peraturan Rekaan 1/2025",
        ),
    )
    reply = reply_of(fresh(request))
    assert reply is not None
    assert reply.in_time
    told = reply.answer.text
    for part in ("Harga per penawar", "rahasia dagang", "Rp 12.500", "Peraturan Rekaan", "17b"):
        assert part.replace("17b", "17") in told


def test_the_way_to_the_commission(here: Disclosing) -> None:
    request = ask()
    services.reply(
        actor=here.officer,
        request=request,
        given=given(
            decision=Decision.REFUSED,
            ground=ground_on("b", date(2026, 11, 20)),
            reason="Rahasia dagang.",
        ),
    )
    replied = now(request)
    assert (replied.stage, replied.may(Step.OBJECT)) == (Stage.REPLIED, True)
    with pytest.raises(NotNowError):
        services.note_dispute(request=request)
    with pytest.raises(IncompleteError):
        services.object_to(request=request, ground="c")
    with clock.travel(FRIDAY + timedelta(days=10)):
        objection = services.object_to(request=request, ground="a", reason="Itu data publik.")
        case = Case.objects.get(pk=request.case_id)
        assert (case.tier, case.owner, case.status) == (3, here.superior, Status.REOPENED)
        running = Clock.objects.filter(case=case, met_at=None, stopped_at=None)
        assert [one.name for one in running] == [ClockName.REVIEW]
        assert running[0].days == 30
        with pytest.raises(NotAllowedError):
            services.reply(actor=here.officer, request=request, given=given())
        services.reply(
            actor=here.superior,
            request=fresh(request),
            given=given(text="Keberatan diterima; datanya terlampir."),
        )
    assert objection.decision.decision == Decision.GRANTED
    with clock.travel(FRIDAY + timedelta(days=12)):
        decided = now(request)
        assert (decided.stage, decided.may(Step.DISPUTE)) == (Stage.DECIDED, True)
        services.note_dispute(request=request, register_number="012/REKAAN/2026")
        assert now(request).stage is Stage.DISPUTED
        assert Case.objects.get(pk=request.case_id).next_due_at is None
    assert [each for each in timeline.verify_all() if each] == []
    told = Entry.objects.filter(case=request.case_id, public=True).values_list("kind", flat=True)
    assert {EntryKind.OBJECTED, EntryKind.DISPUTED} <= set(told)


def test_a_right_that_is_not_used_lapses_and_says_since_when(here: Disclosing) -> None:
    request = ask()
    services.reply(actor=here.officer, request=request, given=given())
    last = now(request).right
    assert last is not None
    assert last.until.due_at is not None
    with clock.travel(last.until.due_at + timedelta(minutes=1)), pytest.raises(TooLateError):
        services.object_to(request=request, ground="d")
    with clock.travel(last.until.due_at + timedelta(days=4)):
        tasks.run_until_idle()
        assert Case.objects.get(pk=request.case_id).status == Status.CLOSED
        assert stage_of(fresh(request)) is Stage.ENDED


def test_a_review_that_is_missed_opens_the_commission(here: Disclosing) -> None:
    request = ask()
    services.reply(actor=here.officer, request=request, given=given())
    services.object_to(request=request, ground="d", reason="Bukan yang saya minta.")
    due = now(request).ours
    assert due is not None
    assert due.due_at is not None
    with clock.travel(due.due_at + timedelta(days=3, hours=18)):
        tasks.run_until_idle()
        told = Entry.objects.filter(case=request.case_id, kind=EntryKind.OVERDUE)
        assert [entry.data["clock"] for entry in told] == [ClockName.REVIEW]
        assert now(request).may(Step.DISPUTE)


def test_a_message_after_the_reply_does_not_begin_it_anew(here: Disclosing) -> None:
    request = ask()
    services.reply(actor=here.officer, request=request, given=given())
    registry.add_information(case=request.case, text="Terima kasih.")
    assert stage_of(fresh(request)) is Stage.REPLIED
    with pytest.raises(NotAllowedError):
        registry.reopen_case(case=request.case, reason="Buka lagi.")
    with pytest.raises(NotAllowedError):
        registry.object_to_answer(case=request.case, reason="Tidak puas.")


@pytest.mark.parametrize(
    "text",
    [
        "Kepada Rinai  Puspa-Embun: terlampir.",
        "Hubungi RINAI@surel.example.",
        "Nomor 0812-3456-7890.",
        f"NIK {NIK[:6]} {NIK[6:12]} {NIK[12:]}",
        "Dikirim ke Jalan Anggrek Rekaan 7, Kota Contoh.",
    ],
)
def test_what_is_offered_to_everybody_never_names_who_asked(here: Disclosing, text: str) -> None:
    request = ask()
    for offer in (replace(OFFER, text=text), replace(OFFER, question=text)):
        with pytest.raises(NamesAskerError):
            services.reply(actor=here.officer, request=request, given=given(offer=offer))
    assert not Offered.objects.exists()
    assert stage_of(fresh(request)) is Stage.ASKED


def test_a_file_that_names_who_asked_is_not_offered(here: Disclosing) -> None:
    request = ask()
    paper = page_of_words("Kepada Rinai Puspa-Embun")
    file = keep_staff_file(BytesIO(paper), "jawaban.pdf")
    answered = given(attachments=[file])
    with pytest.raises(FileNamesAskerError, match=r"jawaban\.pdf.*Rinai Puspa-Embun"):
        services.reply(actor=here.officer, request=request, given=answered)
    assert stage_of(fresh(request)) is Stage.ASKED
    kept_back = replace(answered, offer=None, kept_because="Menyebut pemohon.")
    reply = services.reply(actor=here.officer, request=request, given=kept_back)
    with pytest.raises(FileNamesAskerError):
        services.offer_reply(actor=here.officer, reply=reply, offer=OFFER)
    assert not Offered.objects.exists()
    services.offer_reply(actor=here.officer, reply=reply, offer=replace(OFFER, files=False))
    assert Offered.objects.count() == 1


def test_a_reply_is_offered_and_may_be_taken_back_and_offered_anew(here: Disclosing) -> None:
    request = ask()
    reply = services.reply(actor=here.officer, request=request, given=given())
    assert [one.question for one in offered()] == [OFFER.question]
    services.withdraw_offer(actor=here.officer, offered=offered()[0])
    assert not offered().exists()
    services.offer_reply(actor=here.officer, reply=fresh(request).replies.all()[0], offer=OFFER)
    assert offered().count() == 1
    with pytest.raises(PermissionDenied):
        services.withdraw_offer(actor=here.ministry.kirana, offered=offered()[0])
    assert reply.kept_because == ""


def test_delivery_by_mail_needs_an_address(here: Disclosing) -> None:
    who = replace(RINAI, email="")
    with pytest.raises(IncompleteError) as refused:
        ask(asker=asker(who, delivery=Delivery.EMAIL))
    assert refused.value.field == "email"
