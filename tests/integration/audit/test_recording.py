"""Readings of what is protected, and changes outside of timelines, are on record; or not at all."""

from __future__ import annotations

from io import BytesIO

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from hubung.audit.choices import Act
from hubung.audit.configuration import note_settings
from hubung.audit.models import Entry
from hubung.cases import services
from hubung.cases.files import keep_file
from hubung.cases.models import Attachment, Case
from hubung.directory import services as directory
from hubung.directory.accounts.services import reset_second_factor, set_password
from hubung.directory.events import RoleGranted
from hubung.directory.models import Grant, Role
from hubung.kernel.events import emit
from tests.integration.audit.conftest import At, run
from tests.integration.desk_extras.test_boxes import to_postmaster
from tests.support.accounts import PASSWORD
from tests.support.ministry import Ministry


def misconduct() -> Case:
    file = keep_file(BytesIO(b"Bukti: karcis tanpa nomor seri."), "bukti.txt")
    return services.receive_case(
        channel="web",
        kind="misconduct",
        text="Petugas loket meminta uang tambahan di luar tarif resmi.",
        attachments=[file],
    )


def page_of(case: Case) -> str:
    return f"/desk/laporan/{case.number}/"


def on_record(*acts: Act) -> list[tuple[str, str, str]]:
    """(act, who, of what) of the acts asked for, oldest first."""
    rows = Entry.objects.filter(action__in=acts).order_by("id")
    return [(row.action, row.actor_name, row.subject) for row in rows]


READING = (Act.CASE_READ, Act.FILE_READ, Act.MAIL_READ)


def test_reading_a_protected_case_is_on_record(ministry: Ministry, at: At) -> None:
    case, sekar = misconduct(), at(ministry.sekar)
    assert sekar.get(page_of(case), REMOTE_ADDR="192.0.2.9").status_code == 200
    assert on_record(*READING) == [(Act.CASE_READ, ministry.sekar.name, case.subject)]
    entry = Entry.objects.get(action=Act.CASE_READ)
    assert entry.address == "192.0.2.9"
    key = sekar.session.session_key or ""
    assert len(entry.session) == 12
    assert entry.session not in key


def test_whoever_may_not_see_it_leaves_no_reading(ministry: Ministry, at: At) -> None:
    case = misconduct()
    for person in (ministry.damar, ministry.arum, ministry.gatra):
        assert at(person).get(page_of(case)).status_code == 404
    assert on_record(*READING) == []


def test_other_cases_cost_nothing(ministry: Ministry, at: At) -> None:
    case = services.receive_case(channel="web", text="Kapal terlambat empat jam.")
    client = at(ministry.ratih)
    client.get(page_of(case))
    with CaptureQueriesContext(connection) as asked:
        client.get(page_of(case))
    assert not [one for one in asked if 'INSERT INTO "audit_entry"' in one["sql"]]
    assert on_record(*READING) == []


@pytest.mark.parametrize("target", ["", "main#main", "div#case-body", "section#composer"])
def test_every_part_of_the_page_is_one_insert(ministry: Ministry, at: At, target: str) -> None:
    case, client = misconduct(), at(ministry.sekar)
    client.get(page_of(case))
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page_of(case), headers=headers).status_code == 200
    assert (
        len([one for one in asked if "audit_entry" in one["sql"] and "INSERT" in one["sql"]]) == 1
    )


def test_doing_something_with_it_is_one_reading_at_the_most(ministry: Ministry, at: At) -> None:
    case, client = misconduct(), at(ministry.sekar)
    client.post(f"{page_of(case)}lakukan/catatan/", {"text": "Sudah dicek."}, follow=True)
    assert case.timeline.filter(text="Sudah dicek.").exists()
    assert len(on_record(*READING)) == 1, "the page after it; the step itself is on the timeline"
    client.post(f"{page_of(case)}hadir/")
    assert len(on_record(*READING)) == 1, "to be there is not to read"


def test_its_files_are_on_record_each_time(ministry: Ministry, at: At) -> None:
    case, client = misconduct(), at(ministry.sekar)
    file = Attachment.objects.get(case=case)
    answer = client.get(f"{page_of(case)}lampiran/{file.pk}/")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    entry = Entry.objects.get(action=Act.FILE_READ)
    assert (entry.subject, entry.data) == (case.subject, {"what": f"file:{file.pk}"})


def test_a_raw_mail_is_on_record_with_its_case(ministry: Ministry, at: At) -> None:
    row = to_postmaster()
    client = at(ministry.ratih)
    client.get(f"/desk/surat/{row.pk}/")
    client.get(f"/desk/surat/{row.pk}/mentah/")
    assert on_record(*READING) == [(Act.MAIL_READ, ministry.ratih.name, f"mail:{row.pk}")] * 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", ["", "lampiran"])
def test_without_a_record_nothing_is_shown(ministry: Ministry, at: At, part: str) -> None:
    case, client = misconduct(), at(ministry.sekar)
    client.raise_request_exception = False
    address = page_of(case)
    if part:
        address += f"lampiran/{Attachment.objects.get(case=case).pk}/"
    run("ALTER TABLE audit_entry RENAME TO audit_entry_gone")
    answer = client.get(address)
    assert answer.status_code == 500
    assert b"uang tambahan" not in answer.content
    assert b"karcis" not in answer.content
    run("ALTER TABLE audit_entry_gone RENAME TO audit_entry")
    assert client.get(address).status_code == 200


def test_roles_are_on_record_with_who_gave_them(ministry: Ministry) -> None:
    directory.grant_role(
        by=ministry.arum, person=ministry.damar, role=Role.SUPERVISOR, unit=ministry.sea
    )
    directory.revoke_role(by=None, person=ministry.damar, role=Role.SUPERVISOR, unit=ministry.sea)
    subject = f"person:{ministry.damar.pk}"
    assert on_record(Act.ROLE_GRANTED, Act.ROLE_REVOKED) == [
        (Act.ROLE_GRANTED, ministry.arum.name, subject),
        (Act.ROLE_REVOKED, "", subject),
    ]
    entries = Entry.objects.filter(subject=subject).order_by("id")
    assert entries[0].data == {"role": "supervisor", "unit": ministry.sea.pk}
    assert "@" in entries[1].address, "from the command line: whose account, on which machine"


@pytest.mark.django_db(transaction=True)
def test_without_a_record_no_role(ministry: Ministry) -> None:
    run("ALTER TABLE audit_entry RENAME TO audit_entry_gone")
    with pytest.raises(Exception, match="audit_entry"):
        directory.grant_role(
            by=None, person=ministry.damar, role=Role.SUPERVISOR, unit=ministry.sea
        )
    assert not Grant.objects.filter(person=ministry.damar, role=Role.SUPERVISOR).exists()
    run("ALTER TABLE audit_entry_gone RENAME TO audit_entry")


def test_a_reset_is_on_record_with_its_reason(ministry: Ministry) -> None:
    reset_second_factor(ministry.damar, ministry.arum, "Ponselnya tercebur.")
    entry = Entry.objects.get(action=Act.FACTOR_RESET)
    assert (entry.actor, entry.why) == (ministry.arum, "Ponselnya tercebur.")


def test_sign_ins_are_on_record(ministry: Ministry, client: Client) -> None:
    set_password(ministry.ratih, PASSWORD)
    address = {"REMOTE_ADDR": "198.51.100.4"}
    for login, password in (
        ("ratih@dephub.go.id", "salah-sekali-ini"),
        ("kata-sandi-saya@salah.id", "apa-saja-lah"),
        ("ratih@dephub.go.id", PASSWORD),
    ):
        client.post("/akun/masuk/", {"login": login, "password": password}, **address)
    client.post("/akun/keluar/")
    mine = f"person:{ministry.ratih.pk}"
    found = on_record(Act.SIGN_IN_FAILED, Act.SIGNED_IN, Act.SIGNED_OUT)
    assert found[0] == (Act.SIGN_IN_FAILED, "", mine)
    assert found[1][2].startswith("account:")
    assert found[2:] == [
        (Act.SIGNED_IN, ministry.ratih.name, mine),
        (Act.SIGNED_OUT, ministry.ratih.name, mine),
    ]
    said = str(list(Entry.objects.values()))
    assert "salah.id" not in said, "what was typed may have been a password"
    assert PASSWORD not in said
    assert set(
        Entry.objects.filter(action=Act.SIGN_IN_FAILED).values_list("address", flat=True)
    ) == {"198.51.100.4"}


def test_a_wrong_code_is_on_record(ministry: Ministry, client: Client) -> None:
    from hubung.directory.accounts.services import enrol_totp

    set_password(ministry.ratih, PASSWORD)
    enrol_totp(ministry.ratih)
    client.post("/akun/masuk/", {"login": "ratih@dephub.go.id", "password": PASSWORD})
    client.post("/akun/masuk/kode/", {"code": "000000"})
    entry = Entry.objects.get(action=Act.FACTOR_FAILED)
    assert (entry.subject, entry.data) == (f"person:{ministry.ratih.pk}", {"type": "totp"})
    assert Authenticator.objects.filter(user=ministry.ratih).exists()


def test_changed_settings_are_on_record_by_name(ministry: Ministry, settings: object) -> None:
    note_settings()
    note_settings()
    first = Entry.objects.get(action=Act.SETTINGS_CHANGED)
    assert first.data["changed"] == []
    now = settings.HUBUNG  # type: ignore[attr-defined]
    mail = now.mail.model_copy(update={"relay": "surat.contoh.id:25"})
    with override_settings(HUBUNG=now.model_copy(update={"mail": mail})):
        note_settings()
    last = Entry.objects.filter(action=Act.SETTINGS_CHANGED).latest("id")
    assert last.data["changed"] == ["mail.relay"]
    assert "surat.contoh.id" not in str(last.data)


def test_an_event_without_an_actor_is_the_systems(ministry: Ministry) -> None:
    emit(RoleGranted(person_id=ministry.damar.pk, role="auditor", unit_id=ministry.sea.pk))
    assert Entry.objects.get(action=Act.ROLE_GRANTED).actor is None


def test_contact_data_is_masked_until_somebody_asks_on_record(ministry: Ministry, at: At) -> None:
    reporter = services.ReporterDetails(
        name="Sekarwangi Tunas-Lestari", email="sekarwangi@contoh.id", phone="+6281155550417"
    )
    case = services.receive_case(channel="web", text="Kapal terlambat.", reporter=reporter)
    client = at(ministry.ratih)
    for headers in ({}, {"HX-Request": "true", "HX-Target": "div#case-body"}):
        said = client.get(page_of(case), headers=headers).content.decode()
        assert "sekarwangi@contoh.id" not in said
        assert "81155550417" not in said
    assert on_record(Act.CONTACT_SHOWN) == []
    whole = client.get(f"{page_of(case)}kontak/").content.decode()
    part = client.get(
        f"{page_of(case)}kontak/", headers={"HX-Request": "true", "HX-Target": "ul#contacts"}
    ).content.decode()
    for said in (whole, part):
        assert "sekarwangi@contoh.id" in said
        assert "+6281155550417" in said
    assert "<main" not in part
    shown = (Act.CONTACT_SHOWN, ministry.ratih.name, case.subject)
    assert on_record(Act.CONTACT_SHOWN) == [shown, shown]
    assert at(ministry.tirta).get(f"{page_of(case)}kontak/").status_code == 404
