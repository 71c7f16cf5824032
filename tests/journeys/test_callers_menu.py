"""The ministry changes what callers hear, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hubung.directory.models import Person
from hubung.telephony.menu import services
from hubung.telephony.menu.default import default_tree
from hubung.telephony.menu.tree import Choice, Choose, Play, Say, Tree
from hubung.telephony.models import Emergency, MenuVersion, PromptWording
from hubung.telephony.prompts import services as prompts
from tests.journeys.conftest import Open
from tests.support.browser import both_sizes, every_look
from tests.support.ministry import Ministry
from tests.support.prompts import tone

Axe = Callable[[Page], None]
BASE = "/desk/pengaturan/telepon/"


def _judged(page: Page, axe: Axe) -> None:
    axe(page)
    width, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= inner, f"{page.url} is {width} px wide in {inner} px"


def _press(page: Page, name: str, *, exact: bool = True) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=exact).click()


def _follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name).click()


def test_an_administrator_changes_tries_and_puts_live(
    ministry: Ministry, open_at: Open, axe: Axe
) -> None:
    _sound(ministry.arum, "welcome")
    page = open_at(ministry.arum, BASE + "menu/")
    _judged(page, axe)
    _press(page, "Ubah dalam draf")
    _follow(page, "Ubah Menu utama")
    _judged(page, axe)
    row = page.get_by_role("group", name="Tombol 6", exact=True)
    row.get_by_label("Tombol").select_option("6")
    row.get_by_label("Menuju").select_option(label="baru: Pesan suara")
    _press(page, "Simpan dan periksa")
    expect(page.get_by_role("alert")).to_be_focused()
    _judged(page, axe)
    page.get_by_role("group", name="Tombol 6", exact=True).get_by_label("Artinya").fill("Pujian")
    _press(page, "Simpan dan periksa")
    expect(page.get_by_role("heading", name="1 hal harus dibetulkan")).to_be_visible()
    _judged(page, axe)
    _follow(page, "Ubah Pujian")
    page.get_by_text("Ucapkan hal baru di sini").click()
    page.get_by_label("Bahasa Indonesia", exact=False).last.fill("Ceritakan pujian Anda.")
    page.get_by_label("Bahasa Inggris", exact=False).last.fill("Tell us your praise.")
    _press(page, "Simpan dan periksa")
    expect(page.get_by_text("diperiksa: tidak ada yang salah")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Coba", exact=True).click()
    _judged(page, axe)
    _press(page, "Telepon sekarang")
    _press(page, "2 English")
    _judged(page, axe)
    _press(page, "6 Pujian")
    expect(page.get_by_text("Tell us your praise.")).to_be_visible()
    expect(page.get_by_text("versi ini dianggap sudah dicoba")).to_be_visible()
    _judged(page, axe)
    # The first prompt is an own recording: it is heard to its end.
    listen = page.get_by_role("link", name="Dengarkan: welcome (ID)")
    listen.click()
    expect(listen).to_have_attribute("data-playing", "")
    expect(listen).not_to_have_attribute("data-playing", "")
    _press(page, "Tayangkan")
    expect(page.get_by_text("Sudah tayang")).to_be_visible()
    _judged(page, axe)
    assert "pujian" in services.in_force().tree.nodes
    assert MenuVersion.objects.get().live_by == ministry.arum


@both_sizes
def test_a_recording_takes_the_place_of_the_voice(
    ministry: Ministry, open_at: Open, axe: Axe
) -> None:
    page = open_at(ministry.arum, BASE + "suara/")
    _judged(page, axe)
    with page.expect_navigation():
        page.get_by_role("link", name="welcome", exact=True).click()
    _judged(page, axe)
    sound = {"name": "sambutan.wav", "mimeType": "audio/wav", "buffer": b"ID3 bukan WAV"}
    page.get_by_label("Rekaman", exact=False).first.wait_for()
    files = page.locator("input[type=file]").first
    files.set_input_files(files=[sound])
    _press(page, "Simpan Bahasa Indonesia")
    expect(page.get_by_role("alert")).to_contain_text("jenis MP3")
    _judged(page, axe)
    files.set_input_files(files=[sound | {"buffer": tone()}])
    _press(page, "Simpan Bahasa Indonesia")
    expect(page.get_by_text("Penelepon mendengarnya mulai sekarang")).to_be_visible()
    assert PromptWording.objects.get().recording
    duration = page.locator("audio").first.evaluate(
        "async (it) => { it.load(); await new Promise((go) => it.onloadedmetadata = go);"
        " return it.duration; }"
    )
    assert duration == pytest.approx(1, abs=0.05)


@both_sizes
def test_a_shift_leader_announces_an_emergency(ministry: Ministry, open_at: Open, axe: Axe) -> None:
    page = open_at(ministry.kirana, "/desk/")
    _follow(page, "Pengaturan")
    _follow(page, "Darurat")
    _judged(page, axe)
    page.get_by_label("Bahasa Indonesia").fill("Pelabuhan Merak ditutup karena banjir.")
    _press(page, "Nyalakan sekarang")
    expect(page.get_by_role("heading", name="Menyala")).to_be_visible()
    _judged(page, axe)
    page.goto(page.url.partition("/desk/")[0] + "/desk/")
    expect(page.get_by_text("Pengumuman darurat sedang menyala")).to_be_visible()
    _judged(page, axe)
    page.goto(page.url.partition("/desk/")[0] + "/")
    expect(page.get_by_text("Pelabuhan Merak ditutup karena banjir.")).to_be_visible()
    _judged(page, axe)
    page.go_back()
    _follow(page, "Lihat atau matikan")
    _press(page, "Matikan")
    expect(page.get_by_role("heading", name="Mati:")).to_be_visible()
    assert not Emergency.objects.filter(lasts=True).exists()


@every_look
def test_an_overfull_menu_fits(
    look: dict[str, Any], ministry: Ministry, open_at: Open, axe: Axe
) -> None:
    version = services.begin_draft(by=ministry.arum, note="Uji " * 40, tree=overfull())
    for path in ("menu/", f"menu/{version.pk}/", f"menu/{version.pk}/langkah/utama/", "suara/"):
        page = open_at(ministry.arum, BASE + path, **look)
        _judged(page, axe)


def overfull() -> Tree:
    """Every key used, lanes side by side, long words, a hole, and a step that nothing leads to."""
    tree, long = default_tree(), "Sertifikatkepelautanyangtidakpernahterbit" * 2
    more = {
        f"langkah-{n}": Play(
            title=f"{n} {long}"[:80],
            prompts=(Say(key="main"),),
            next=f"langkah-{n + 4}" if n < 8 else "petugas",
        )
        for n in range(12)
    }
    keys = {
        key: Choice(label=f"{long}"[:80], next=f"langkah-{at}", sector="laut", language="en")
        for at, key in enumerate("123456789*0#")
    }
    return Tree(
        start=tree.start,
        person=tree.person,
        nodes={
            **tree.nodes,
            **more,
            "utama": Choose(title=long[:80], prompts=(Say(key="main"),), choices=keys),
            "sendiri": Play(title="Tidak dituju", next=""),
        },
    )


def _sound(by: Person, key: str) -> None:
    prompts.word_prompt(by=by, key=key, language="id", text="Selamat datang.", recording=tone(0.5))
