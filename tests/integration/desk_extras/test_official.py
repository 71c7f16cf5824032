"""The official's page: what stands on it, what it does, and who may."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from hubung.cases import services
from hubung.cases.choices import Channel, Kind, Outcome, Status
from hubung.cases.models import Case, Draft
from hubung.directory.models import Grant, Role
from hubung.kernel import clock
from tests.integration.desk_extras.conftest import At
from tests.support.ministry import START, Ministry, person

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def sent_up(ministry: Ministry, **more: object) -> Case:
    """A case that Damar at tier 2 could not settle."""
    given = {
        "channel": Channel.WEB,
        "title": "Sertifikat BST belum terbit",
        "text": "Sertifikat BST saya disetujui 30 Oktober tetapi tidak pernah tercetak.",
        "sector": "laut",
        "reporter": services.ReporterDetails(name="Bayu Lesmana", email="bayu@contoh.id"),
        **more,
    }
    case = services.receive_case(**given)  # type: ignore[arg-type]
    case = services.move_case(
        actor=ministry.ratih, case=case, tier=2, unit=ministry.sea, reason="Perlu data diklat."
    )
    case = services.take_case(actor=ministry.damar, case=case)
    services.add_note(actor=ministry.damar, case=case, text="Kode lembaga diklat salah ketik.")
    Draft.objects.create(
        case=case, person=ministry.damar, kind="answer", text="Bapak Bayu, mohon maaf."
    )
    return services.move_case(
        actor=ministry.damar,
        case=case,
        tier=3,
        unit=ministry.sea,
        reason="Setujui pembetulan kode untuk 18 berkas.",
    )


def answer(**more: str) -> dict[str, str]:
    return {
        "do": "send",
        "text": "Sertifikat Anda kami cetak ulang.",
        "outcome": "resolved",
        "promise": "",
        "promised_by": "",
        "promised_on": "",
        **more,
    }


def page_of(case: Case) -> str:
    return f"/desk/pejabat/{case.number}/"


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_one_page_tells_what_was_told_tried_and_asked(ministry: Ministry, at: At) -> None:
    with clock.travel(MONDAY):
        case = sent_up(ministry)
        client = at(ministry.laksmi)
        first = client.get("/desk/pejabat/")
        assert first.headers["Location"] == page_of(case)
        said = text_of(client, page_of(case))
    assert "Bayu Lesmana" in said
    assert "tidak pernah tercetak" in said
    assert "Kode lembaga diklat salah ketik." in said
    assert "<b>Setujui pembetulan kode untuk 18 berkas.</b>" in said
    assert "The reporter was promised an answer by" in said
    assert '<span class="muted">First follow-up</span>' in said, "the limit that is due first"
    assert "1 of 1" in said
    assert "Laksmi Wandhani-Sagara</b>, Direktur Perkapalan dan Kepelautan" in said
    # What tier 2 has prepared is where the answer begins.
    assert "Draft by Damar Wilis-Putra" in said
    assert "Bapak Bayu, mohon maaf.</textarea>" in said


def test_an_answer_goes_out_under_the_officials_name(ministry: Ministry, at: At) -> None:
    with clock.travel(MONDAY):
        case, other = sent_up(ministry), sent_up(ministry, title="Yang kedua")
        client = at(ministry.laksmi)
        client.get(page_of(case))
    with clock.travel(MONDAY + timedelta(minutes=4)):
        case.refresh_from_db()
        response = client.post(
            page_of(case),
            answer(
                version=str(case.version),
                promise="Cetak ulang",
                promised_by="KSOP Bitung",
                promised_on="2026-11-25",
            ),
            follow=True,
        )
        assert response.redirect_chain[-1][0] == page_of(other)
        assert f"Sent: {case.number}" in response.content.decode()
        given = case.answers.get()
        assert (given.author, given.author_post) == (
            ministry.laksmi,
            "Direktur Perkapalan dan Kepelautan",
        )
        # In the reporter's language, whatever the official reads.
        assert given.promise == "Cetak ulang, oleh KSOP Bitung"
        assert given.promised_on == date(2026, 11, 25)
        other.refresh_from_db()
        response = client.post(page_of(other), answer(version=str(other.version)), follow=True)
        assert "2 answers sent, in 4 min." in response.content.decode()
    case.refresh_from_db()
    assert (case.status, case.outcome) == (Status.ANSWERED, Outcome.RESOLVED)


def test_nothing_typed_is_lost_when_something_is_missing(ministry: Ministry, at: At) -> None:
    case = sent_up(ministry)
    client = at(ministry.laksmi)
    response = client.post(
        page_of(case),
        answer(version=str(case.version), outcome="", promise="Cetak ulang", back_reason="Nanti"),
    )
    said = response.content.decode()
    assert response.status_code == 422
    assert "Choose the outcome." in said
    assert "Say by when, or leave the promise out." in said
    assert "kami cetak ulang.</textarea>" in said
    assert "Nanti</textarea>" in said
    assert Draft.objects.get(person=ministry.laksmi).text == "Sertifikat Anda kami cetak ulang."
    assert "kami cetak ulang.</textarea>" in text_of(client, page_of(case))
    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS


def test_a_promise_is_not_dated_in_the_past(ministry: Ministry, at: At) -> None:
    with clock.travel(MONDAY):
        case = sent_up(ministry)
        response = at(ministry.laksmi).post(
            page_of(case),
            answer(version=str(case.version), promise="Cetak", promised_on="2026-11-22"),
        )
    assert "This day has passed." in response.content.decode()


def test_what_changed_meanwhile_is_read_before_the_answer_goes_out(
    ministry: Ministry, at: At
) -> None:
    case = sent_up(ministry)
    client = at(ministry.laksmi)
    services.add_information(case=case, text="Kapal saya berangkat Rabu.")
    response = client.post(page_of(case), answer(version=str(case.version)))
    said = response.content.decode()
    assert response.status_code == 422
    assert "was changed while you were writing" in said
    assert "Kapal saya berangkat Rabu." in said
    case.refresh_from_db()
    assert f'name="version" value="{case.version}"' in said
    assert client.post(page_of(case), answer(version=str(case.version))).status_code == 302


def test_the_page_keeps_what_is_typed_without_a_button(ministry: Ministry, at: At) -> None:
    case = sent_up(ministry)
    client = at(ministry.laksmi)
    said = client.post(page_of(case) + "konsep/", {"text": "Separuh kalimat"}).content.decode()
    assert "Kept" in said
    assert "Separuh kalimat</textarea>" in text_of(client, page_of(case))
    # Emptied on purpose, it does not turn into the draft of tier 2 again.
    client.post(page_of(case), {"do": "keep", "text": ""})
    assert "mohon maaf" not in text_of(client, page_of(case)).split("<textarea")[1]


def test_giving_it_back_goes_to_whoever_sent_it(ministry: Ministry, at: At) -> None:
    case = sent_up(ministry)
    client = at(ministry.laksmi)
    assert "It goes to Damar Wilis-Putra" in text_of(client, page_of(case))
    refused = client.post(page_of(case), {"do": "back", "text": "Konsep saya", "back_reason": " "})
    assert "Say why" in refused.content.decode()
    response = client.post(
        page_of(case), {"do": "back", "text": "Konsep saya", "back_reason": "Lengkapi datanya."}
    )
    assert response.headers["Location"] == "/desk/pejabat/"
    case.refresh_from_db()
    assert (case.tier, case.unit, case.owner) == (2, ministry.sea, ministry.damar)
    assert case.timeline.last().text == "Lengkapi datanya."
    assert Draft.objects.get(person=ministry.laksmi).text == "Konsep saya"


def test_a_deputy_answers_in_the_officials_place(ministry: Ministry, at: At) -> None:
    deputy = person("Nirmala Tirta-Asri", ministry.bitung, Role.TIER3_OFFICIAL)
    elsewhere = person("Rangga Rel-Utara", ministry.rail, Role.TIER3_OFFICIAL)
    case = sent_up(ministry)
    client = at(ministry.laksmi)
    said = text_of(client, page_of(case))
    assert deputy.name in said
    assert elsewhere.name not in said
    response = client.post(
        page_of(case),
        {"do": "deputy", "text": "", "deputy": str(elsewhere.pk), "deputy_reason": "Rapat."},
    )
    assert response.status_code == 422
    client.post(
        page_of(case),
        {"do": "deputy", "text": "", "deputy": str(deputy.pk), "deputy_reason": "Saya rapat."},
    )
    case.refresh_from_db()
    assert (case.tier, case.unit, case.owner) == (3, ministry.bitung, deputy)
    assert at(deputy).get("/desk/pejabat/").headers["Location"] == page_of(case)


def test_an_objection_asks_in_the_reporters_own_words(ministry: Ministry, at: At) -> None:
    case = services.receive_case(channel=Channel.WEB, text="Refund belum dibayar.")
    case = services.move_case(
        actor=ministry.ratih, case=case, tier=2, unit=ministry.sea, reason="Cek tiket."
    )
    case = services.answer_case(
        actor=ministry.damar, case=case, text="Sudah dibayar.", outcome="resolved"
    )
    case = services.object_to_answer(case=case, reason="Uangnya belum sampai.")
    said = text_of(at(ministry.laksmi), page_of(case))
    assert "<b>Uangnya belum sampai.</b>" in said
    assert "asks for a second look" in said
    assert "Sudah dibayar." in said


def test_a_case_without_an_owner_waits_for_the_officials_of_its_unit(
    ministry: Ministry, at: At
) -> None:
    Grant.objects.filter(person=ministry.laksmi).update(valid_to=START)
    case = sent_up(ministry)
    assert case.owner is None
    successor = person("Candra Kirana-Wana", ministry.sea, Role.TIER3_OFFICIAL)
    assert at(successor).get("/desk/pejabat/").headers["Location"] == page_of(case)


def test_a_case_that_is_not_theirs_says_who_has_it(ministry: Ministry, at: At) -> None:
    case = sent_up(ministry)
    assert "Nothing to decide here" in text_of(at(ministry.damar), page_of(case))
    response = at(ministry.damar).post(page_of(case), answer(version=str(case.version)))
    assert response.status_code == 409
    assert not case.answers.exists()
    # Who may not see it does not learn that it exists.
    assert at(ministry.tirta).get(page_of(case)).status_code == 404
    assert at(ministry.laksmi).get("/desk/pejabat/151-26-0000-0001-9/").status_code == 404
    assert Client().get("/desk/pejabat/").status_code in (302, 401)


def test_confidential_cases_stay_with_their_handlers(ministry: Ministry, at: At) -> None:
    official = person("Wening Adil-Nagari", ministry.inspectorate, Role.TIER3_OFFICIAL)
    case = services.receive_case(
        channel=Channel.WEB, kind=Kind.MISCONDUCT, text="Dimintai uang pelicin."
    )
    case = services.take_case(actor=ministry.sekar, case=case)
    case = services.move_case(
        actor=ministry.sekar, case=case, tier=3, unit=ministry.inspectorate, reason="Putuskan."
    )
    assert case.owner == official
    assert "Confidential" in text_of(at(official), page_of(case))
    assert at(ministry.laksmi).get(page_of(case)).status_code == 404


def test_when_nothing_waits_the_page_says_so(ministry: Ministry, at: At) -> None:
    assert "Nothing waits for you" in text_of(at(ministry.laksmi), "/desk/pejabat/")
