"""Personal-data requests from the first word to the answer, for two entangled people."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from hubung.audit import seals
from hubung.audit.models import Entry as Reading
from hubung.cases import search, services, timeline
from hubung.cases.choices import Channel, ClockName, EntryKind, Kind, Outcome, Status
from hubung.cases.errors import IncompleteError
from hubung.cases.models import Answer, Attachment, Case, Clock, Entry, Rating, Reporter
from hubung.cases.policies import can_see
from hubung.cases.services import ReporterDetails
from hubung.directory.models import Person, Role
from hubung.kernel import clock, files, tasks
from hubung.privacy import services as privacy
from hubung.privacy.choices import Ground, Proof, Right
from hubung.privacy.errors import NotIdentifiedError, RefusedError
from hubung.privacy.models import Package, Request
from hubung.privacy.queries import candidates, cases_of, restriction_of
from hubung.privacy.services.giving import make
from hubung.privacy.services.requests import Asked
from tests.integration.privacy.story import HERS, HIS, RINAI, Story, by_web, found
from tests.support.ministry import person


def ask(right: Right, proven: Case | None = None, **more: Any) -> Request:
    asked = {"right": right, "channel": Channel.WEB, "proven": proven, **more}
    return privacy.receive_request(Asked(**asked))


def hers(story: Story, right: Right) -> Request:
    """Her request, proved by the code of one report; the other one an officer has confirmed."""
    request = ask(right, story.lone)
    officer = story.officer
    privacy.confirm_identity(actor=officer, request=request, how="KTP dilihat di loket")
    privacy.choose_reports(actor=officer, request=request, chosen=[story.hers.pk])
    return request


def chains() -> None:
    """Both chains are whole."""
    assert [each for each in timeline.verify_all() if each] == []
    assert seals.verify([]) is None


def test_a_request_has_72_hours_and_is_for_the_information_officer_alone(story: Story) -> None:
    request = ask(Right.ACCESS, story.lone)
    case = request.case
    running = {one.name: one for one in Clock.objects.filter(case=case)}
    assert running.keys() == {ClockName.RESOLUTION}
    due = running[ClockName.RESOLUTION].due_at
    assert due is not None
    # From Friday afternoon over the weekend: hours do not stand still.
    assert due - case.created_at == timedelta(hours=72)
    assert (case.kind, case.confidential, case.next_due_at) == (Kind.PERSONAL_DATA, True, due)
    ministry = story.ministry
    elsewhere = person("Wening Samping", ministry.sea, Role.INFORMATION_OFFICER)
    people = [*(getattr(ministry, name) for name in vars(ministry)), elsewhere]
    others = [one for one in people if isinstance(one, Person)]
    assert [one.name for one in others if can_see(one, case)] == []
    assert can_see(story.officer, case)
    assert case in search.find(story.officer, case.number).cases
    with clock.travel(due + timedelta(days=1)):
        tasks.run_until_idle()
    told = set(Entry.objects.filter(case=case).values_list("kind", flat=True))
    assert {EntryKind.OVERDUE, EntryKind.IDENTIFIED} <= told


def test_number_and_code_prove_one_report_and_an_officer_decides_about_others(
    story: Story,
) -> None:
    request = ask(Right.ACCESS, story.lone)
    assert cases_of(request) == [story.lone]
    offered = {one.case.pk: one.proof for one in candidates(request)}
    assert offered == {story.lone.pk: Proof.CODE, story.hers.pk: None}
    with pytest.raises(NotIdentifiedError):
        privacy.choose_reports(actor=story.officer, request=request, chosen=[story.hers.pk])
    with pytest.raises(IncompleteError, match="dokumen"):
        privacy.confirm_identity(actor=story.officer, request=request, how="NIK 3171234567890001")
    privacy.confirm_identity(actor=story.officer, request=request, how="KTP dilihat di loket")
    chosen = [story.hers.pk, story.his.pk]
    privacy.choose_reports(actor=story.officer, request=request, chosen=chosen)
    assert set(cases_of(request)) == {story.lone, story.hers}
    privacy.choose_reports(actor=story.officer, request=request, chosen=[])
    assert cases_of(request) == [story.lone]
    with pytest.raises(PermissionDenied):
        privacy.ask_for_package(actor=story.ministry.kirana, request=request)
    # Who has no code, and whom nobody has made sure of, is given nothing.
    stranger = ask(Right.ERASURE, reporter=RINAI, text="Hapus semuanya.")
    with pytest.raises(NotIdentifiedError):
        privacy.erase(actor=story.officer, request=stranger, text="Sudah.")


def test_a_mail_that_asks_for_it_becomes_a_request(story: Story) -> None:
    case = by_web("Mohon hapus data saya.", RINAI, "Dermaga Zamrud")
    kirana = story.ministry.kirana
    case = services.correct_facts(actor=kirana, case=case, kind=Kind.PERSONAL_DATA)
    assert not can_see(kirana, case)
    assert can_see(story.officer, case)
    request = privacy.choose_right(actor=story.officer, case=case, right=Right.ERASURE)
    assert request.right == Right.ERASURE
    resolution = Clock.objects.get(case=case, name=ClockName.RESOLUTION)
    assert resolution.due_at == case.created_at + timedelta(hours=72)


def test_of_misconduct_only_the_inspectorate_learns_that_somebody_asked(story: Story) -> None:
    secret = services.receive_case(
        channel=Channel.WEB, kind=Kind.MISCONDUCT, text="Pungli.", reporter=RINAI
    )
    request = ask(Right.RESTRICTION, secret)
    sekar = story.ministry.sekar
    assert can_see(sekar, request.case)
    assert not can_see(story.officer, request.case)
    assert [one.case for one in candidates(request)] == [secret]
    with pytest.raises(RefusedError) as refused:
        privacy.restrict(actor=sekar, request=request, text="Dibatasi.")
    assert refused.value.grounds == [(secret, Ground.EXAMINED)]
    by_address = ask(Right.ACCESS, story.lone)
    assert secret not in [one.case for one in candidates(by_address)]


def test_the_package_holds_everything_about_her_and_nothing_about_him(story: Story) -> None:
    request = hers(story, Right.ACCESS)
    privacy.ask_for_package(actor=story.officer, request=request)
    # As the worker calls it; that one closes the connection which holds this test's transaction.
    make.call(request.pk)
    case = privacy.give(actor=story.officer, request=request, text="Terlampir.")
    assert (case.status, case.outcome) == (Status.ANSWERED, Outcome.RESOLVED)
    attachment = Attachment.objects.get(case=case, public=True)
    package = Package.objects.get(request=request)
    assert attachment.sha256 == package.sha256
    with files.open_blob(attachment.sha256) as file:
        contents = {
            info.filename: (info.filename, archive.read(info))
            for archive in [zipfile.ZipFile(io.BytesIO(file.read()))]
            for info in archive.infolist()
        }
    page = contents["data-anda.html"][1].decode()
    data = json.loads(contents["data.json"][1])
    for path, (name, content) in contents.items():
        assert not HIS.search(name + content.decode()), path
    for said in (
        RINAI.name,
        RINAI.email,
        RINAI.phone,
        "Pulau Zamrud",
        "Saya Zamrudwati, masih menunggu.",
        "Yth. Zamrud, sudah kami urus.",
        "Yth. pelapor, sudah kami urus.",
        "Terima kasih, Zamrud",
    ):
        assert said in page
        assert said in json.dumps(data, ensure_ascii=False)
    # Notes, reasons and the names of staff who do not sign are not hers to read.
    assert "sama-sama menunggu" not in page + json.dumps(data)
    assert "Kirana" not in page + json.dumps(data)
    by_number = {report["number"]: report for report in data["reports"]}
    assert by_number.keys() == {story.hers.number, story.lone.number}
    assert [reading["by"] for reading in by_number[story.lone.number]["readings"]] == ["Penyelia"]
    paths = [name for name in contents if name.startswith(("berkas/", "surat/"))]
    assert len([name for name in paths if name.endswith(".eml")]) == 1
    assert b"bukti Zamrud" in b"".join(contents[name][1] for name in paths)
    shown = Reading.objects.filter(action="exported")
    assert not shown.exists()
    privacy.note_opened(actor=story.officer, request=request)
    assert shown.count() == 2


def test_a_correction_touches_nobody_else(story: Story) -> None:
    request = hers(story, Right.CORRECTION)
    fresh = ReporterDetails(name="Rinai Giokwati", email="rinai.giok@contoh.id", phone=RINAI.phone)
    # Somebody typed her address; what they reported keeps what they typed.
    typed = by_web("Sepeda saya hilang.", RINAI, "Stasiun Zamrud")
    privacy.correct_contacts(
        actor=story.officer, request=request, details=fresh, text="Sudah diperbaiki."
    )
    for case in (story.hers, story.lone):
        case.refresh_from_db()
        assert case.reporter is not None
        assert (case.reporter.name, case.reporter.email) == (fresh.name, fresh.email)
        entry = Entry.objects.filter(case=case, kind=EntryKind.CHANGED).latest("seq")
        assert f"{RINAI.name} → {fresh.name}" in entry.text
        assert not HERS.search(json.dumps(entry.data))
    typed.refresh_from_db()
    assert typed.reporter is not None
    assert typed.reporter.email == RINAI.email
    assert story.lone in search.find(story.ministry.kirana, "giokwati").cases
    chains()


def test_what_is_restricted_is_seen_by_the_officer_alone_until_it_is_lifted(story: Story) -> None:
    case = by_web("Antrean di loket Zamrud.", RINAI, "Loket Zamrud")
    request = ask(Right.RESTRICTION, case)
    kirana = story.ministry.kirana
    assert can_see(kirana, case)
    privacy.restrict(actor=story.officer, request=request, text="Sudah dibatasi.")
    case.refresh_from_db()
    assert not can_see(kirana, case)
    assert case not in search.find(kirana, "antrean").cases
    assert case in search.find(story.officer, "antrean").cases
    assert case.next_due_at is None
    assert not case.is_notified
    restriction = restriction_of(case)
    assert restriction is not None
    with pytest.raises(PermissionDenied):
        privacy.lift(actor=kirana, restriction=restriction)
    privacy.lift(actor=story.officer, restriction=restriction)
    case.refresh_from_db()
    assert can_see(kirana, case)
    assert case.next_due_at is not None
    chains()


def test_a_law_that_stands_against_it_is_named(story: Story) -> None:
    running = by_web("Lampu Zamrud mati.", RINAI, "Gang Zamrud")
    request = ask(Right.ERASURE, running)
    with pytest.raises(RefusedError) as refused:
        privacy.erase(actor=story.officer, request=request, text="Sudah.")
    assert refused.value.grounds == [(running, Ground.RUNNING)]
    case = privacy.refuse(actor=story.officer, request=request, ground=Ground.RUNNING)
    entry = Entry.objects.filter(case=case, kind=EntryKind.REJECTED, public=True).get()
    assert "UU 25/2009" in entry.text
    held = ask(Right.ERASURE, story.lone)
    hold = privacy.place_hold(
        actor=story.officer, number=story.lone.number, reason="Gugatan di PTUN"
    )
    with pytest.raises(RefusedError) as refused:
        privacy.erase(actor=story.officer, request=held, text="Sudah.")
    assert refused.value.grounds == [(story.lone, Ground.HELD)]
    privacy.lift_hold(actor=story.officer, hold=hold)
    privacy.erase(actor=story.officer, request=held, text="Sudah dihapus.")


def figures() -> Counter[tuple[str, ...]]:
    """What the registry counts, of everything but requests."""
    kept = Q(kind=Kind.PERSONAL_DATA)
    rows = Case.objects.exclude(kept).values_list(
        "kind", "status", "outcome", "channel", "sector", "unit", "created_at", "closed_at"
    )
    ours = {"case__in": Case.objects.exclude(kept)}
    clocks = Clock.objects.filter(**ours).values_list(
        "name", "started_at", "due_at", "met_at", "stopped_at"
    )
    answers = Answer.objects.filter(**ours).values_list("outcome", "tier", "created_at")
    ratings = Rating.objects.filter(**ours).values_list("score")
    return Counter(tuple(map(str, row)) for row in (*rows, *clocks, *answers, *ratings))


def test_after_an_erasure_nothing_of_her_is_anywhere_and_the_figures_are_the_same(
    story: Story, django_capture_on_commit_callbacks: Any
) -> None:
    his = {where: said for where, said in _said(story) if HIS.search(said)}
    before, number = figures(), story.lone.number
    assert {"cases_reporter.email", "audit_entry.why", "email_rawmessage.content"} <= found(HERS)
    request = hers(story, Right.ERASURE)
    with django_capture_on_commit_callbacks(execute=True):
        privacy.erase(actor=story.officer, request=request, text="Sudah dihapus.")
    # Only the request still says where to answer to, and that until its own time is over.
    assert Reporter.objects.filter(email=RINAI.email).get().cases.get() == request.case
    with clock.travel(clock.now() + timedelta(days=20)):
        tasks.run_until_idle()
    with (
        clock.travel(clock.now() + timedelta(days=60)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        tasks.run_until_idle()
    assert found(HERS) == set()
    assert figures() == before
    chains()
    case = Case.objects.get(pk=story.lone.pk)
    assert (case.number, case.reporter, case.text) == (number, None, "")
    assert {where: said for where, said in _said(story) if HIS.search(said)} == his
    assert Case.objects.get(pk=story.his.pk).reporter is not None
    assert story.his in search.find(story.ministry.kirana, "mirah").cases


def _said(story: Story) -> list[tuple[str, str]]:
    """What is told on his timelines."""
    entries = Entry.objects.filter(case__in=(story.his, story.linked))
    return [(str(entry), entry.text) for entry in entries if not HERS.search(entry.text)]
