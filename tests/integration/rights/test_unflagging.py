"""Taking the flag of misconduct off: one inspector proposes, another one decides, with a reason."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from hubung.cases import search, services
from hubung.cases.choices import Channel, ClockName, EntryKind, Kind
from hubung.cases.errors import CaseError, IncompleteError, NotAllowedError
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case, Clock, Handler, Unflagging
from hubung.cases.policies import actions_for
from hubung.directory.models import Person, Role
from tests.integration.rights.test_misconduct import desk_of
from tests.support.ministry import Ministry, build, person

REASON = "Ini keterlambatan, bukan pungutan."

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Ministry:
    return build()


@pytest.fixture
def laras(ministry: Ministry) -> Person:
    return person("Laras Penyelia", ministry.inspectorate, Role.INSPECTOR)


@pytest.fixture
def case(ministry: Ministry) -> Case:
    return services.receive_case(
        channel=Channel.WEB, kind=Kind.MISCONDUCT, text="Kapal selalu berangkat terlambat."
    )


def propose(ministry: Ministry, case: Case) -> Unflagging:
    return services.propose_unflagging(
        actor=ministry.sekar, case=case, kind=Kind.COMPLAINT, reason=REASON
    )


def test_two_inspectors_and_a_reason(ministry: Ministry, case: Case, laras: Person) -> None:
    services.name_handler(actor=ministry.sekar, case=case, person=ministry.sekar)
    propose(ministry, case)
    case.refresh_from_db()
    assert case.kind == Kind.MISCONDUCT
    assert not search.find(ministry.kirana, "terlambat").cases.exists()

    services.confirm_unflagging(actor=laras, case=case)
    case.refresh_from_db()
    assert (case.kind, case.confidential) == (Kind.COMPLAINT, True)
    assert (case.unit, case.tier, case.owner) == (ministry.centre, 1, None)
    assert not Handler.objects.filter(case=case).exists()
    assert Clock.objects.get(case=case, name=ClockName.RESOLUTION).days == 14
    # Still confidential: the centre's supervisor names who goes on with it, nobody else sees it.
    assert list(search.find(ministry.kirana, "terlambat").cases) == [case]
    assert not search.find(ministry.ratih, "terlambat").cases.exists()
    assert not search.find(ministry.sekar, "terlambat").cases.exists()
    told = case.timeline.filter(kind__in=(EntryKind.UNFLAG_ASKED, EntryKind.UNFLAGGED))
    assert [(entry.actor_name, entry.text) for entry in told.order_by("seq")] == [
        (ministry.sekar.name, REASON),
        (laras.name, REASON),
    ]
    assert not any(entry.public for entry in told)


def test_nobody_confirms_what_they_proposed(ministry: Ministry, case: Case) -> None:
    proposal = propose(ministry, case)
    with pytest.raises(CaseError):
        services.confirm_unflagging(actor=ministry.sekar, case=case)
    case.refresh_from_db()
    assert case.kind == Kind.MISCONDUCT
    # Nor does the database let them.
    with pytest.raises(IntegrityError), transaction.atomic():
        Unflagging.objects.filter(pk=proposal.pk).update(
            confirmed=True, decided_by=proposal.proposed_by
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Unflagging.objects.filter(pk=proposal.pk).update(confirmed=True)


def test_nothing_is_confirmed_that_nobody_proposed(
    ministry: Ministry, case: Case, laras: Person
) -> None:
    with pytest.raises(CaseError):
        services.confirm_unflagging(actor=laras, case=case)
    with pytest.raises(IncompleteError):
        services.propose_unflagging(actor=laras, case=case, kind=Kind.COMPLAINT, reason=" ")
    with pytest.raises(IncompleteError):
        services.propose_unflagging(actor=laras, case=case, kind=Kind.MISCONDUCT, reason=REASON)


def test_another_inspector_keeps_the_flag(ministry: Ministry, case: Case, laras: Person) -> None:
    propose(ministry, case)
    with pytest.raises(CaseError):
        propose(ministry, case)
    with pytest.raises(IncompleteError):
        services.keep_flag(actor=laras, case=case, reason="")
    services.keep_flag(actor=laras, case=case, reason="Ada bukti transfer.")
    case.refresh_from_db()
    assert case.kind == Kind.MISCONDUCT
    with pytest.raises(CaseError):
        services.confirm_unflagging(actor=laras, case=case)
    propose(ministry, case)
    assert Unflagging.objects.filter(case=case).count() == 2


def test_no_other_role_has_a_hand_in_it(ministry: Ministry, case: Case, laras: Person) -> None:
    official = person("Nadi Wiraguna", ministry.inspectorate, Role.TIER3_OFFICIAL)
    services.move_case(
        actor=laras, case=case, tier=3, unit=ministry.inspectorate, owner=official, reason="Naik."
    )
    propose(ministry, case)
    for someone in (official, ministry.arum, ministry.kirana, ministry.gatra):
        with pytest.raises(NotAllowedError):
            services.confirm_unflagging(actor=someone, case=case)


def test_the_desk_offers_each_what_is_theirs(ministry: Ministry, case: Case, laras: Person) -> None:
    sekar = ministry.sekar
    steps = {Action.PROPOSE_UNFLAG, Action.CONFIRM_UNFLAG, Action.KEEP_FLAG}
    assert actions_for(sekar, case) & steps == {Action.PROPOSE_UNFLAG}
    page = f"/desk/laporan/{case.number}/"
    said = desk_of(sekar).get(f"{page}?tulis=lain").content.decode()
    assert "Usulkan bahwa ini bukan pengaduan berkadar pengawasan" in said
    answer = desk_of(sekar).post(
        f"{page}lakukan/bukan-pelanggaran/", {"kind": "complaint", "reason": REASON}
    )
    assert answer.status_code == 302
    assert actions_for(sekar, case) & steps == {Action.KEEP_FLAG}
    assert actions_for(laras, case) & steps == {Action.CONFIRM_UNFLAG, Action.KEEP_FLAG}
    said = desk_of(laras).get(f"{page}?tulis=lain").content.decode()
    assert "Sekar Tunjung-Biru mengusulkan" in said
    assert REASON in said
    assert "Sahkan bahwa ini bukan" in said
    desk_of(laras).post(f"{page}lakukan/sahkan/")
    case.refresh_from_db()
    assert case.kind == Kind.COMPLAINT


def test_an_ordinary_case_asks_nothing_of_this(ministry: Ministry) -> None:
    case = services.receive_case(channel=Channel.WEB, text="Kapal terlambat.")
    assert not actions_for(ministry.kirana, case) & {Action.PROPOSE_UNFLAG, Action.CONFIRM_UNFLAG}
