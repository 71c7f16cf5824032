"""A report by web, with a plain form: what is kept, what comes back, what is refused."""

from __future__ import annotations

import pytest
from django.test import Client

from hubung.cases.models import Case
from tests.integration.web.conftest import STORY, filled
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


def test_a_report_becomes_a_case_and_its_receipt_shows_number_and_code(
    ministry: Ministry, visitor: Client
) -> None:
    answer = visitor.post("/lapor/", filled())
    assert answer.status_code == 303
    case = Case.objects.get()
    assert (case.text, case.kind, case.sector) == (STORY, "complaint", "darat")
    assert (case.unit, case.language) == (ministry.centre, "id")
    assert case.reporter
    assert case.reporter.phone == "+6281355501412"
    assert case.reporter.email == "sekarwangi@contoh.id"
    page = visitor.get(answer["Location"])
    body = page.content.decode()
    assert case.number in body
    assert case.code in body
    assert case.code not in answer["Location"]
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
