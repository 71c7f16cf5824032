"""A small ministry, and browsers in which its people have signed in."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from hubung.directory.models import Person
from tests.support.accounts import session_cookie
from tests.support.markup import faults
from tests.support.ministry import Ministry, build
from tests.support.server import Server

pytest.register_assert_rewrite("tests.journeys.first_light")

Open = Callable[..., Page]
Judge = Callable[[Page], None]
#: Pages that staff alone see; the editors' room is Wagtail's.
_OF_STAFF = ("/desk/", "/kelola/", "/akun/")


@pytest.fixture
def axe(axe: Judge) -> Judge:
    """HTML's rules hold, too, in what scripts made of a public page, or the worker kept of one.

    `integration/conftest.py` holds what the program sends against them.
    """

    def check(page: Page) -> None:
        axe(page)
        if not urlsplit(page.url).path.startswith(_OF_STAFF):
            assert faults(page.content()) == [], page.url

    return check


@pytest.fixture
def ministry(transactional_db: None) -> Ministry:
    return build()


@pytest.fixture
def open_at(server: Server, ministry: Ministry, new_context: Callable[..., BrowserContext]) -> Open:
    """Opens a page for a person who has signed in, in a browser of their own."""

    def opened(person: Person, path: str = "/desk/", **options: object) -> Page:
        context = new_context(**options)
        context.add_cookies([session_cookie(person, server.url)])
        page = context.new_page()
        page.goto(server.url + path)
        return page

    return opened
