"""The editors' room in a real browser: from an empty page to one that everybody reads."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import APIResponse, Page, Request, Route, expect

from hubung.directory.models import Role
from hubung.portal.content.models import NewsPage
from tests.integration.portal.content.pages import section
from tests.journeys.conftest import Open
from tests.support.ministry import Ministry, person

pytestmark = pytest.mark.once


def _photo() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (1200, 675), (20, 90, 120)).save(drawn, "JPEG")
    return drawn.getvalue()


def _choose_a_picture(page: Page) -> None:
    page.locator("#id_picture-chooser [data-chooser-action-choose]:visible").click()
    page.get_by_role("tab", name="Unggah").click()
    window = page.locator(".modal-body")
    # The room would make one of the file's name, in its own time.
    window.get_by_label("Judul").fill("Kapal di dermaga")
    photo = {"name": "kapal.jpg", "mimeType": "image/jpeg", "buffer": _photo()}
    window.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
    window.locator("form [type=submit]").last.click()
    expect(page.locator("#id_picture-chooser img")).to_have_attribute("src", re.compile("/berkas/"))


def test_news_with_a_picture_goes_from_the_editor_by_the_officer_to_everybody(
    ministry: Ministry, open_at: Open
) -> None:
    """A breach of the content policy anywhere in it fails the test."""
    room = section(ministry.sea, "Laut")
    editor = person("Nala Rekacipta", ministry.sea, Role.EDITOR)
    officer = person("Puspa Tatawarta", ministry.sea, Role.INFORMATION_OFFICER)

    page = open_at(editor, f"/kelola/pages/add/content/newspage/{room.pk}/")
    page.locator("#id_title").fill("Kapal baru ke Sangihe")
    page.locator("#id_day").click()
    page.locator(".xdsoft_datetimepicker:visible td[data-date='15']").first.click()
    expect(page.locator("#id_day")).to_have_value(re.compile(r"-15$"))
    page.locator("#id_picture_alt").fill("Kapal putih di dermaga.")
    _choose_a_picture(page)
    page.get_by_role("button", name="Simpan konsep").click()
    page.wait_for_url("**/edit/")
    draft = NewsPage.objects.get()

    page.locator("button[aria-label*='pratinjau' i], button[aria-label*='preview' i]").first.click()
    shown = page.frame_locator("iframe[title]").first
    expect(shown.get_by_role("heading", name="Kapal baru ke Sangihe")).to_be_visible()
    expect(shown.get_by_role("img", name="Kapal putih di dermaga.")).to_be_attached()
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.get_by_role("button", name="Pengajuan ke").click()
    page.wait_for_url(f"**/pages/{room.pk}/")

    review = open_at(officer, f"/kelola/pages/{draft.pk}/edit/")
    review.locator("footer [data-w-dropdown-target=toggle]").click()
    review.get_by_role("button", name=re.compile("^Setujui dan")).click()
    review.wait_for_url(f"**/pages/{room.pk}/")

    draft.refresh_from_db()
    review.goto(review.url.split("/kelola/")[0] + str(draft.url))
    expect(review.get_by_role("img", name="Kapal putih di dermaga.")).to_be_visible()


def _saves_itself(request: Request) -> bool:
    return request.method == "POST" and request.headers.get("accept") == "application/json"


def test_a_button_pressed_while_the_page_saves_itself_makes_no_second_one(
    ministry: Ministry, open_at: Open
) -> None:
    room = section(ministry.sea, "Laut")
    editor = person("Nala Rekacipta", ministry.sea, Role.EDITOR)
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if _saves_itself(route.request) and not held:
            held.append((route, route.fetch()))
        else:
            route.continue_()

    page = open_at(editor, f"/kelola/pages/add/content/newspage/{room.pk}/")
    page.route("**/kelola/pages/add/**", hold)
    # What is written before the room has begun to look for changes is none to it.
    page.add_init_script(
        "addEventListener('w-unsaved:watch-edits', ({target}) => (target.dataset.looks = 'yes'))"
    )
    page.reload()
    page.locator("form[data-looks]").wait_for()
    page.locator("#id_title").fill("Kapal baru ke Sangihe")
    page.locator("#id_title").blur()
    while not held:
        page.wait_for_timeout(50)
    page.get_by_role("button", name="Simpan konsep").click(no_wait_after=True)
    route, saved = held[0]
    route.fulfill(response=saved)
    page.wait_for_url("**/edit/")
    expect(page.get_by_text("Halaman 'Kapal baru ke Sangihe' telah")).to_be_visible()
    assert [news.slug for news in NewsPage.objects.all()] == ["kapal-baru-ke-sangihe"]
