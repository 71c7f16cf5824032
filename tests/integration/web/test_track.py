"""Following a report with number and code: what is shown, what may be done, what stays hidden."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from hubung.cases import services
from hubung.cases.choices import Outcome, Status
from hubung.cases.models import Case
from tests.integration.web.conftest import filled
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


def report(visitor: Client, **more: object) -> Case:
    answer = visitor.post("/lapor/", filled(**more))
    assert answer.status_code == 303, answer.content.decode()
    return Case.objects.order_by("-pk")[0]


def opened(visitor: Client, case: Case) -> str:
    """The page of a case that the visitor opens with number and code."""
    answer = visitor.post("/lacak/", {"number": case.number, "code": case.code}, follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == f"/lacak/{case.number}/"
    return str(answer.content.decode())


def pass_in(page: str) -> str:
    found = re.search(r'name="pass" value="([^"]+)"', page)
    assert found
    return found[1]


def test_number_and_code_open_the_report(ministry: Ministry, visitor: Client) -> None:
    case = report(visitor)
    page = opened(visitor, case)
    assert case.number in page
    assert "Pusat Kontak 151" in page
    # Loading it again needs no code; another browser has to bring it.
    assert visitor.get(f"/lacak/{case.number}/").status_code == 200
    elsewhere = Client().get(f"/lacak/{case.number}/")
    assert elsewhere.status_code == 303
    assert elsewhere["Location"] == f"/lacak/?nomor={case.number}"


def test_the_answer_objection_and_rating(ministry: Ministry, visitor: Client) -> None:
    case = report(visitor, sector="laut")
    services.move_case(
        actor=ministry.kirana, case=case, tier=3, unit=ministry.sea, reason="Perlu direktur."
    )
    services.add_note(actor=ministry.laksmi, case=case, text="Catatan rahasia dapur.")
    case = services.answer_case(
        actor=ministry.laksmi, case=case, text="Sudah dibetulkan.", outcome=Outcome.RESOLVED
    )
    page = opened(visitor, case)
    assert "Laksmi Wandhani-Sagara" in page
    assert "Direktur Perkapalan dan Kepelautan" in page
    assert "Sudah dibetulkan." in page
    assert "Catatan rahasia" not in page
    assert "Kirana" not in page
    answer = visitor.post(
        f"/lacak/{case.number}/keberatan/",
        {"pass": pass_in(page), "reason": "Masih sama."},
        follow=True,
    )
    assert answer.status_code == 200
    case.refresh_from_db()
    assert (case.status, case.objections) == (Status.REOPENED, 1)
    case = services.answer_case(
        actor=ministry.laksmi, case=case, text="Kini benar.", outcome=Outcome.RESOLVED
    )
    page = opened(visitor, case)
    assert "/keberatan/" not in page
    visitor.post(
        f"/lacak/{case.number}/selesai/",
        {"pass": pass_in(page), "score": "4", "comment": "Cepat."},
    )
    case.refresh_from_db()
    assert case.status == Status.CLOSED
    assert case.rating.score == 4
