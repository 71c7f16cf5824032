"""A real browser: Debian's Chromium through Playwright, and axe-core on every page that asks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.support.patience import PATIENCE

#: Both are Debian's Chromium; without the windows that nobody sees it takes a third of the time.
BROWSERS = ("chromium-headless-shell", "chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 760}
#: To this width a page of anybody's must shrink (WCAG 2.2, 1.4.10).
SMALLEST = {"width": 320, "height": 760}
TABLET = {"width": 768, "height": 1024}
DESKTOP = {"width": 1440, "height": 900}
#: A list's ninth row is built as its first eight are; to judge sixty takes seconds.
MORE_OF_THE_SAME = [["li:nth-of-type(n+9)"], ["tr:nth-of-type(n+9)"]]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

expect.set_options(timeout=PATIENCE * 1000)


def chromium() -> str:
    """Where Chromium is. Raises RuntimeError when it is not installed."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise RuntimeError(f"Chromium is not installed: sudo apt-get install {BROWSERS[0]}")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module's tests.

    Playwright's synchronous interface keeps an event loop in this thread, which Django's guard
    against blocking calls in a loop mistakes for asynchronous code; so it is told otherwise, for
    no longer than the browser runs.
    """
    path = chromium()
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            yield browser
            browser.close()
    finally:
        # Outside the loop Django has connections of its own, and their database was put back since.
        connections.close_all()
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def viewport(request: pytest.FixtureRequest) -> dict[str, int]:
    """Size of the window in CSS pixels; tests take both with `@both_sizes`."""
    return getattr(request, "param", DESKTOP)


both_sizes = pytest.mark.parametrize(
    "viewport", [PHONE, DESKTOP], indirect=True, ids=["360px", "1440px"]
)
on_a_phone = pytest.mark.parametrize("viewport", [PHONE], indirect=True, ids=["360px"])

#: Every width, both themes and both languages, though not each with each: what breaks at a width
#: breaks in either theme.
LOOKS: dict[str, dict[str, Any]] = {
    "360px-light-id": {"viewport": PHONE, "color_scheme": "light", "locale": "id-ID"},
    "768px-dark-en": {"viewport": TABLET, "color_scheme": "dark", "locale": "en-GB"},
    "1440px-dark-id": {"viewport": DESKTOP, "color_scheme": "dark", "locale": "id-ID"},
}
#: `look` are options of `new_context`.
every_look = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)


@pytest.fixture
def new_context(
    browser: Browser, viewport: dict[str, int], request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes a separate visitor (own cookies), in Indonesian unless told otherwise.

    A script error or a breach of the content security policy on any page fails the test.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(**options: Any) -> BrowserContext:
        # A new telephone would be given what it keeps by each test; those of test_offline want it.
        usual = {"viewport": viewport, "locale": "id-ID", "service_workers": "block"}
        context = browser.new_context(**{**usual, **options})
        context.set_default_timeout(PATIENCE * 1000)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on(
            "console",
            lambda message: (
                errors.append(message.text)
                if message.type == "error" and "Content Security Policy" in message.text
                else None
            ),
        )
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert not errors, errors


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A visitor's tab."""
    return new_context().new_page()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails with a readable list when the page breaks an accessibility rule."""
    runner = Axe()

    def check(page: Page) -> None:
        # A page that is still on its way has an address but no content to judge.
        page.wait_for_load_state()
        page.locator("main").first.wait_for(state="attached")
        wanted = {
            "runOnly": {"type": "tag", "values": RULES},
            "resultTypes": ["violations"],
            # It would fetch every style sheet once more, for a rule that is not asked for.
            "preload": False,
        }
        results = runner.run(page, {"exclude": MORE_OF_THE_SAME}, wanted)
        broken = [
            f"{rule['id']}: {rule['help']} at {node['target']} {node['html'][:160]}"
            for rule in results.response["violations"]
            for node in rule["nodes"]
        ]
        assert not broken, f"{page.url}\n" + "\n".join(broken)

    return check
