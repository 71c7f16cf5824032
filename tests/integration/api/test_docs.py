"""The API describes itself: as a document for programs and as a page for people."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page

from hubung.api.interface import describe
from hubung.api.problems import KINDS
from tests.support.server import Server

pytestmark = pytest.mark.django_db


def test_the_document(client: Client) -> None:
    found = client.get("/api/openapi.json")
    assert found["Content-Type"] == "application/json"
    document = json.loads(found.content)
    assert document["openapi"].startswith("3.1")
    operations = [op for methods in document["paths"].values() for op in methods.values()]
    assert len({op["operationId"] for op in operations}) == len(operations)
    for operation in operations:
        assert operation["summary"]
        assert operation["security"][0].keys() == {"Bearer"}
        assert {"401", "429"} <= operation["responses"].keys()
        for status, answer in operation["responses"].items():
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"]


@pytest.mark.parametrize(("language", "title"), [("id", "Daftar laporan"), ("en", "List cases")])
def test_the_page_tells_every_operation_type_and_problem(
    client: Client, language: str, title: str
) -> None:
    found = client.get("/api/docs", headers={"Accept-Language": language})
    assert found.status_code == 200
    page = found.content.decode()
    assert title in page
    anchors = set(re.findall(r'id="([^"]+)"', page))
    document = describe()
    operations = [op for methods in document["paths"].values() for op in methods.values()]
    assert {op["operationId"] for op in operations} <= anchors
    assert {f"type-{name}" for name in document["components"]["schemas"]} <= anchors
    assert {kind.slug for kind in KINDS} <= anchors
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors
    assert "Project-Id-Version" not in page


@pytest.mark.once
@pytest.mark.parametrize("width", [360, 1440])
def test_the_page_is_for_everybody(
    server: Server, page: Page, axe: Callable[[Page], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{server}/api/docs")
    axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
