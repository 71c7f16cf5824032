"""Search finds by number, text, people and place, and never shows what somebody may not see."""

from __future__ import annotations

import pytest

from hubung.cases import search, services
from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.directory.models import Person
from tests.support.ministry import Ministry, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Ministry:
    return build()


def report(text: str, **more: object) -> Case:
    return services.receive_case(channel="web", text=text, **more)  # type: ignore[arg-type]


def found(person: Person, text: str) -> list[Case]:
    return list(search.find(person, text).cases)


def test_words_in_any_form(ministry: Ministry) -> None:
    first = report("Kapal kelebihan muatan di pelabuhan Bitung.")
    second = report("Kapalnya bermuatan lebih.", place="Bitung")
    report("Kereta terlambat di Cirebon.")
    assert found(ministry.ratih, "kapal muatan") == [second, first]
    assert found(ministry.ratih, "KAPAL, bitung") == [second, first]
    assert found(ministry.ratih, "pelabuh") == [first]
    assert found(ministry.ratih, "pesawat") == []
    assert found(ministry.ratih, "") == []


def test_people_and_numbers(ministry: Ministry) -> None:
    case = report(
        "Bagasi hilang.", reporter=services.ReporterDetails(name="Bayu Laksana-Tirta", phone="")
    )
    assert found(ministry.ratih, "bayu laksana") == [case]
    assert found(ministry.ratih, case.number) == [case]
    assert found(ministry.ratih, case.number.replace("-", " ")) == [case]


def test_what_is_said_later_is_found_too(ministry: Ministry) -> None:
    case = report("Bagasi hilang.")
    services.add_information(case=case, text="Koper merah bergaris.")
    services.answer_case(
        actor=ministry.ratih, case=case, text="Koper ditemukan di Manado.", outcome="resolved"
    )
    assert found(ministry.ratih, "koper manado") == [case]


@pytest.mark.parametrize(
    "hostile", ['"', "a AND", "NEAR(", "' OR 1=1 --", "facets:open", "*", "(", "\\", "\x00"]
)
def test_any_input_is_only_words(ministry: Ministry, hostile: str) -> None:
    report("Bagasi hilang.")
    assert found(ministry.ratih, hostile) == []


def test_only_what_one_may_see(ministry: Ministry) -> None:
    at_sea = report("Mercusuar padam.", unit=ministry.bitung, tier=2)
    misconduct = report("Mercusuar padam, petugas minta uang.", kind=Kind.MISCONDUCT)
    secret = report("Mercusuar padam, rahasia.", confidential=True)
    assert found(ministry.ratih, "mercusuar") == [at_sea]
    assert found(ministry.damar, "mercusuar") == [at_sea]
    assert found(ministry.tirta, "mercusuar") == []
    assert found(ministry.sekar, "mercusuar") == [misconduct]
    assert found(ministry.kirana, "mercusuar") == [secret, at_sea]
    services.name_handler(actor=ministry.kirana, case=secret, person=ministry.tirta)
    assert found(ministry.tirta, "mercusuar") == [secret]


def test_it_follows_the_case_to_another_unit(ministry: Ministry) -> None:
    case = report("Palang perlintasan rusak.")
    assert found(ministry.tirta, "palang") == []
    services.move_case(
        actor=ministry.ratih, case=case, tier=2, unit=ministry.rail, reason="Kereta."
    )
    assert found(ministry.tirta, "palang") == [case]
