"""A report is sent until somebody knows that it arrived, and is one report all the same."""

from __future__ import annotations

import threading
from http import HTTPStatus
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from hubung.cases.models import Attachment, Case
from tests.integration.web.conftest import filled
from tests.support.ministry import Ministry, build


@pytest.fixture
def ministry(transactional_db: None) -> Ministry:
    """What is committed has its consequences."""
    cache.clear()
    return build()


def send(report: dict[str, Any]) -> dict[str, Any]:
    """As the page's script and the service worker do."""
    visitor = Client(headers={"accept-language": "id", "accept": "application/json"})
    answer = visitor.post("/lapor/", report)
    assert answer.status_code == HTTPStatus.CREATED, answer.content.decode()
    told: dict[str, Any] = answer.json()
    return told


def keep(content: bytes, name: str) -> str:
    answer = Client().post("/lapor/berkas/", {"file": SimpleUploadedFile(name, content)})
    return str(answer.json()["reference"])


def test_a_file_that_was_sealed_since_is_still_the_same_report(ministry: Ministry) -> None:
    """Of an anonymous reporter's file that cannot be cleaned, nothing lies open after the first."""
    report = filled(privacy="anonymous", kept=[keep(b"\x00\x01\x02" * 400, "bukti.bin")])
    first = send(report)
    assert Attachment.objects.get().withheld
    again = send(report)
    assert (again["number"], again["code"]) == (first["number"], first["code"])
    assert Case.objects.get().number == first["number"]


def test_a_file_that_was_uploaded_twice_is_still_the_same_report(ministry: Ministry) -> None:
    """The page has sent it ahead, and the worker sends it once more."""
    report = filled()
    first = send(report | {"kept": [keep(b"Catatan.", "catatan.txt")]})
    again = send(report | {"kept": [keep(b"Catatan.", "catatan.txt")]})
    assert again["number"] == first["number"]
    assert Case.objects.get().attachments.count() == 1


def test_at_once_from_several_places_it_is_one_case_with_one_receipt(ministry: Ministry) -> None:
    report = filled(kept=[keep(b"Catatan.", "catatan.txt")])
    together = threading.Barrier(4)
    told: list[tuple[str, str]] = []
    wrong: list[BaseException] = []

    def tab() -> None:
        try:
            together.wait()
            receipt = send(report)
            told.append((receipt["number"], receipt["code"]))
        except BaseException as error:
            wrong.append(error)
        finally:
            connections.close_all()

    tabs = [threading.Thread(target=tab) for _ in range(4)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()
    assert not wrong, wrong
    case = Case.objects.get()
    assert told == [(case.number, case.code)] * 4
    assert case.attachments.count() == 1
    assert case.timeline.filter(kind="received").count() == 1


def test_what_is_said_to_the_script_is_the_receipts(ministry: Ministry) -> None:
    told = send(filled())
    page = Client().get(told["address"]).content.decode()
    assert told["number"] in page
    assert told["code"] in page
