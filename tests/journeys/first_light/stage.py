"""The running program, its people with a browser each, and what is said in the story."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from tests.support.accounts import code
from tests.support.program import Program
from tests.support.story import Cast, Member, Post

Axe = Callable[[Page], None]

OFFICE = "info151@dephub.go.id"
KIRANA, WIRA = "kirana.tunas@surel.example", "wira.lembah@surel.example"
MANIFEST = (
    "KM Arung Buana berangkat dari Bastiong menuju Sofifi dengan penumpang duduk di tangga dan di "
    "atas sekoci. Nama saya dan anak saya tidak ada di manifes, padahal kami membayar tiket."
)
TICKET = "Uang tiket KM Tirta Nirmala belum kembali"
TICKET_LETTER = """\
Selamat pagi,

saya membatalkan tiket KM Tirta Nirmala dari Ternate ke Bitung dua minggu yang lalu. Agen di
Pelabuhan Ahmad Yani berjanji mengembalikan uangnya dalam tiga hari, tetapi sampai hari ini
uang tiket itu belum saya terima. Tiketnya saya lampirkan.

Salam,
Wira Lembah-Hijau
"""
HANDED = "Dugaan penumpang di luar manifes: perlu pemeriksaan di kapal oleh Ditjen."
NOTE = "Syahbandar Ternate membenarkan: 41 orang naik setelah manifes ditutup."
QUESTION = "Pukul berapa kapal lepas dari dermaga, dan berapa orang kira-kira di atas sekoci?"
REPLY = "Lepas pukul 17.20 WIT. Di atas sekoci saya hitung dua belas orang."
ANSWER = (
    "Ibu Kirana, mohon maaf. Laporan Ibu benar: manifes ditutup sebelum semua penumpang tercatat. "
    "Nakhoda kami periksa, dan kapal tidak berangkat sebelum manifesnya lengkap."
)
OBJECTION = "Tadi pagi kapal yang sama berangkat lagi dengan penumpang di tangga."
SECOND_ANSWER = (
    "Ibu Kirana benar. Sejak pagi ini KM Arung Buana kami larang berlayar sampai lulus uji petik."
)


@dataclass
class Stage:
    """The running program, its people, and a browser for each of them."""

    program: Program
    post: Post
    cast: Cast
    new_context: Callable[..., BrowserContext]
    axe: Axe
    width: int
    folder: Path
    errors: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def visitor(self, **options: object) -> Page:
        """Somebody's browser; what it complains of fails the test."""
        context = self.new_context(service_workers="allow", **options)
        context.on("console", self._heard)
        return context.new_page()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(f"{message.location['url']}: {message.text}")

    def signed_in(self, member: Member, path: str, **options: object) -> Page:
        """A member of staff at the desk, by password and authenticator app."""
        page = self.visitor(**options)
        page.goto(f"{self.program.base_url}{path}")
        self.look(page, "masuk", again=False)
        page.get_by_label("Alamat surel dinas").fill(member.email)
        page.get_by_label("Kata sandi Anda").fill(member.password)
        page.get_by_role("button", name="Masuk", exact=True).click()
        expect(page.get_by_label("Kode dari aplikasi")).to_be_visible()
        self.look(page, "kode", again=False)
        page.get_by_label("Kode dari aplikasi").fill(code(member.totp_secret))
        page.get_by_role("button", name="Masuk", exact=True).click()
        page.wait_for_url(lambda url: url.startswith(f"{self.program.base_url}{path}"))
        return page

    def look(self, page: Page, name: str, *, again: bool = True) -> None:
        """A page is accessible, fits its window, and breaks nothing.

        With `PICTURES=folder` in the environment every page is also kept as a picture there.
        Without `again`, a page that was seen before is passed by.
        """
        if not again and name in self.seen:
            return
        self.seen.append(name)
        page.wait_for_load_state()
        if pictures := os.environ.get("PICTURES"):
            file = Path(pictures) / f"story-{self.width}-{len(self.seen):02}-{name}.png"
            # Hiding the caret would write styles, against the content security policy.
            page.screenshot(path=file, full_page=True, caret="initial")
        self.axe(page)
        width, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width <= inner, f"{page.url} is {width} px wide in {inner} px"
        assert not self.errors, self.errors


@dataclass(frozen=True)
class Receipt:
    """What a reporter keeps of a report."""

    number: str
    private_code: str

    @property
    def case_id(self) -> int:
        """The eight digits in the middle of `151-26-0047-1182-1`."""
        return int(self.number[7:16].replace("-", ""))
