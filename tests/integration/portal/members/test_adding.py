"""A report without the address: number and code add it, unless that could endanger somebody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from hubung.cases.choices import Channel
from hubung.cases.models import Case
from hubung.cases.services import ReporterDetails, receive_case
from hubung.portal.members.models import Claim
from hubung.privacy import elsewhere
from hubung.privacy.choices import Why
from hubung.privacy.erasing import erase_case
from tests.integration.portal.members.people import HOME, RANI, report, send, sign_in
from tests.integration.portal.members.test_reports import HIDDEN, page


def by_telephone() -> Case:
    return receive_case(
        channel=Channel.PHONE,
        title="Bus tidak datang",
        text="Bus tidak datang.",
        reporter=ReporterDetails(name="Rani Contohwati", phone="+6281234567890"),
    )


def test_a_report_by_telephone_is_added_with_its_code_and_taken_out_again(visitor: Client) -> None:
    case = by_telephone()
    sign_in(visitor)
    assert case.number not in page(visitor)
    assert send(visitor, HOME, number=case.number, code=case.code)["Location"] == HOME
    assert send(visitor, HOME, number=case.number, code=case.code)["Location"] == HOME
    assert Claim.objects.count() == 1
    assert "Bus tidak datang" in page(visitor)
    assert visitor.get(f"/saya/laporan/{case.number}/").status_code == 303
    others = Client(headers={"accept-language": "id"})
    sign_in(others, "sari@contoh.id")
    assert case.number not in page(others)
    send(others, HOME, out=case.number)
    assert Claim.objects.exists()
    send(visitor, HOME, out=case.number)
    assert not Claim.objects.exists()
    assert "Bus tidak datang" not in page(visitor)


def test_a_wrong_code_adds_nothing(visitor: Client) -> None:
    case = by_telephone()
    sign_in(visitor)
    for code in ("", "K7QM-2V8D-9XTA", report("Lain").code):
        assert send(visitor, HOME, number=case.number, code=code).status_code == 422
    assert not Claim.objects.exists()


@pytest.mark.parametrize("how", HIDDEN.values(), ids=HIDDEN)
def test_no_row_ties_anybody_to_a_protected_report(visitor: Client, how: dict[str, Any]) -> None:
    case = report("Uang tanpa karcis", "lain@contoh.id", **how)
    sign_in(visitor)
    answer = send(visitor, HOME, number=case.number, code=case.code)
    assert answer.status_code == 422
    assert "Laporan ini dilindungi" in answer.content.decode()
    assert not Claim.objects.exists()


def test_what_becomes_protected_is_listed_no_more(visitor: Client) -> None:
    case = by_telephone()
    sign_in(visitor)
    send(visitor, HOME, number=case.number, code=case.code)
    Case.objects.filter(pk=case.pk).update(confidential=True)
    assert case.number not in page(visitor)
    assert visitor.get(f"/saya/laporan/{case.number}/").status_code == 404


def test_erasing_the_report_forgets_whose_it_was(visitor: Client) -> None:
    case = by_telephone()
    sign_in(visitor)
    send(visitor, HOME, number=case.number, code=case.code)
    ((_name, kept),) = elsewhere.told({RANI}).items()
    assert [one.words for one in kept if case.number in one.words]
    erase_case(case, why=Why.RETENTION)
    assert not Claim.objects.exists()
