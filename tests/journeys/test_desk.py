"""A day at the desk, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from hubung.cases import services
from hubung.cases.models import Case
from hubung.directory.models import Person
from tests.integration.desk.conftest import report
from tests.support.accounts import session_cookie
from tests.support.browser import both_sizes
from tests.support.ministry import Ministry, build
from tests.support.server import Server

Axe = Callable[[Page], None]
Contexts = Callable[..., BrowserContext]


@pytest.fixture
def ministry(transactional_db: None) -> Ministry:
    return build()


@pytest.fixture
def desk_of(server: Server, ministry: Ministry, new_context: Contexts) -> Callable[..., Page]:
    """Opens the desk for a person, in a browser of their own."""

    def open_desk(person: Person, path: str = "/desk/", **options: object) -> Page:
        context = new_context(**options)
        context.add_cookies([session_cookie(person, server.url)])
        page = context.new_page()
        page.goto(server.url + path)
        return page

    return open_desk


@both_sizes
def test_a_report_is_taken_and_answered(
    ministry: Ministry, desk_of: Callable[..., Page], axe: Axe
) -> None:
    report(text="Sertifikat BST saya belum terbit. Kapal berangkat Rabu.", place="Manado")
    case = report()
    page = desk_of(ministry.ratih)
    axe(page)
    page.screenshot(path="/tmp/shots/list.png")
    page.locator(f"[data-number='{case.number}']").click()
    expect(page.locator("h1")).to_have_text(case.title)
    axe(page)
    page.screenshot(path="/tmp/shots/case.png", full_page=True)
