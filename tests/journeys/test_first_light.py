"""First light: two reports come in by web and by mail, climb as far as they must, and are answered.

The whole program runs as in a ministry; nothing is made for the people in this story but what they
do themselves, in browsers of their own and with letters over real SMTP.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from tests.support.accounts import code
from tests.support.browser import DESKTOP, PHONE
from tests.support.program import Program
from tests.support.story import (
    Cast,
    Member,
    Post,
    execute,
    furnish,
    let_the_limit_come_near,
    photograph,
    positions_in,
    scanned_ticket,
    text_of,
)

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
        context = self.new_context(**options)
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


@pytest.fixture
def stage(
    program: Program,
    new_context: Callable[..., BrowserContext],
    axe: Axe,
    viewport: dict[str, int],
    tmp_path: Path,
) -> Iterator[Stage]:
    cast = furnish(program)
    with Post() as post:
        program.settings |= post.settings
        program.start()
        yield Stage(program, post, cast, new_context, axe, viewport["width"], tmp_path)


@dataclass(frozen=True)
class Receipt:
    """What a reporter keeps of a report."""

    number: str
    private_code: str

    @property
    def case_id(self) -> int:
        """The eight digits in the middle of `151-26-0047-1182-1`."""
        return int(self.number[7:16].replace("-", ""))


@pytest.mark.parametrize(
    "viewport",
    [
        pytest.param(PHONE, id="360px", marks=pytest.mark.both_databases),
        pytest.param(DESKTOP, id="1440px"),
    ],
    indirect=True,
)
def test_first_light(stage: Stage) -> None:
    agent = stage.signed_in(stage.cast.agent, "/desk/?tampilan=antrean")
    expect(agent.locator(f"[data-number='{stage.cast.yesterday}']")).to_be_visible()
    agent.evaluate("window.sinceMorning = true")

    citizen = stage.visitor()
    ferry = report_on_a_phone(stage, citizen)
    tickets = report_by_mail(stage)
    sees_both_arrive(stage, agent, ferry, tickets)
    answers_the_first(stage, agent, tickets)
    hands_over_the_second(stage, agent, ferry)

    handler = stage.signed_in(stage.cast.handler, "/desk/?tampilan=antrean")
    works_on_it(stage, handler, ferry)
    rises_by_itself(stage, handler, ferry)

    official = stage.signed_in(stage.cast.official, "/desk/pejabat/", viewport=PHONE)
    decides(stage, official, ferry)
    late = reads_the_answer(stage, citizen, ferry)
    objects(stage, citizen, ferry)
    looks_again(stage, official, ferry)
    cannot_object_again(stage, citizen, late)
    is_content(stage, citizen, ferry)
    reads_an_answer_with_the_code_from_a_mail(stage, tickets)

    stands_on_the_timeline(stage, ferry, tickets)


# A citizen, by web ------------------------------------------------------------------------------


def report_on_a_phone(stage: Stage, page: Page) -> Receipt:
    page.goto(stage.program.base_url)
    stage.look(page, "beranda")
    page.get_by_role("link", name="Lapor").first.click()
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(MANIFEST)
    page.get_by_label("Tempat kejadian").fill("Pelabuhan Bastiong, Ternate")
    page.get_by_label("Laut").check()
    page.get_by_label("Pengaduan", exact=False).first.check()
    photos = [
        photograph(stage.folder / "tangga.jpg", shade=0),
        photograph(stage.folder / "sekoci.jpg", shade=90),
    ]
    page.get_by_label("Foto, video, atau dokumen").set_input_files(photos)
    expect(page.get_by_label("tangga.jpg")).to_be_checked()
    expect(page.get_by_label("sekoci.jpg")).to_be_checked()
    page.get_by_label("Dengan nama").check()
    page.get_by_label("Nama", exact=True).fill("Kirana Tunas-Lestari")
    page.get_by_label("Surel", exact=True).fill(KIRANA)
    page.get_by_label("Isi laporan ini benar").check()
    stage.look(page, "lapor")
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan Anda kami terima")
    stage.look(page, "tanda-terima")
    receipt = Receipt(
        page.locator("[data-number]").inner_text(), page.locator("[data-code]").inner_text()
    )
    assert_can_be_dictated(receipt.number)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", receipt.private_code)
    return receipt


def assert_can_be_dictated(number: str) -> None:
    """ISO/IEC 7064 MOD 11,10 over what follows the short code: no wrong digit goes unseen."""
    assert re.fullmatch(r"151-\d{2}-\d{4}-\d{4}-\d", number)
    *digits, check = (int(sign) for sign in number.removeprefix("151-") if sign.isdigit())
    product = 10
    for digit in digits:
        product = ((product + digit) % 10 or 10) * 2 % 11
    assert (product + check) % 10 == 1


# Another one, by mail -----------------------------------------------------------------------------


def report_by_mail(stage: Stage) -> Receipt:
    letter = EmailMessage()
    letter["From"] = f"Wira Lembah-Hijau <{WIRA}>"
    letter["To"] = OFFICE
    letter["Subject"] = TICKET
    letter["Message-ID"] = "<tiket-1@surel.example>"
    letter.set_content(TICKET_LETTER)
    letter.add_attachment(
        scanned_ticket(), maintype="application", subtype="pdf", filename="tiket.pdf"
    )
    stage.post.send(stage.program, letter)
    said = stage.post.letter(WIRA, "Laporan Anda sudah kami terima")
    assert said["In-Reply-To"] == letter["Message-ID"]
    text = text_of(said)
    number = re.search(r"151-\d{2}-\d{4}-\d{4}-\d", text)
    private_code = re.search(r"Kode pribadi: (\S+)", text)
    assert number
    assert private_code
    assert_can_be_dictated(number[0])
    return Receipt(number[0], private_code[1])


# The agent ----------------------------------------------------------------------------------------


def sees_both_arrive(stage: Stage, page: Page, ferry: Receipt, tickets: Receipt) -> None:
    for receipt in (ferry, tickets):
        expect(page.locator(f"#rows [data-number='{receipt.number}']")).to_be_visible()
    expect(page.locator("#announcement")).to_contain_text("Baru di daftar ini:")
    expect(page.locator("#list-count")).to_have_text("3")
    assert page.evaluate("window.sinceMorning"), "the page was loaded anew"
    stage.look(page, "antrean")
    assert stage.program.rows("SELECT channel FROM cases_case ORDER BY id") == [
        ("web",),
        ("web",),
        ("mail",),
    ]


def open_by_keyboard(page: Page, receipt: Receipt) -> None:
    row = page.locator(f"#rows [data-number='{receipt.number}']")
    expect(row).to_be_visible()
    page.wait_for_load_state()
    for _row in range(page.locator("#rows a[data-number]").count()):
        page.keyboard.press("j")
        if row.evaluate("row => row === document.activeElement"):
            break
    expect(row).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#case")).to_have_attribute("data-number", receipt.number)
    page.keyboard.press("t")
    expect(page.locator("#case .said")).to_contain_text("Laporan ini Anda pegang.")


def answers_the_first(stage: Stage, page: Page, tickets: Receipt) -> None:
    open_by_keyboard(page, tickets)
    expect(page.locator("h1")).to_have_text(TICKET)
    expect(page.get_by_role("link", name="tiket.pdf")).to_be_visible()
    belongs = page.get_by_role("region", name="Laporan yang berkaitan")
    expect(belongs).to_contain_text("Mungkin hal yang sama")
    page.keyboard.press("l")
    expect(belongs.get_by_text("Sama-sama menyebut").first).to_be_visible()
    stage.look(page, "hal-sama")
    page.keyboard.press("l")
    expect(page.locator("#case .said")).to_contain_text("Kedua laporan sudah ditautkan.")
    expect(belongs).to_contain_text("Bertaut")
    page.keyboard.press("a")
    words = page.get_by_label("Jawaban yang akan dibaca pelapor")
    expect(words).to_be_focused()
    page.get_by_label("Jawaban siap pakai").select_option("Mohon maaf, kami terlambat")
    page.get_by_role("button", name="Sisipkan").click()
    expect(words).to_have_value(re.compile(rf"Yth\. Wira Lembah-Hijau.*{tickets.number}", re.S))
    words.press("Control+End")
    words.press_sequentially("Agen sudah kami tegur; uang kembali lusa.")
    page.get_by_label("Hasil").select_option("resolved")
    stage.look(page, "menjawab")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#case .said")).to_contain_text("Jawaban terkirim.")
    stage.look(page, "terjawab")


def hands_over_the_second(stage: Stage, page: Page, ferry: Receipt) -> None:
    page.keyboard.press("Escape")
    open_by_keyboard(page, ferry)
    expect(page.get_by_role("link", name="tangga.jpg")).to_be_visible()
    stage.look(page, "laporan")
    page.keyboard.press("h")
    expect(page.get_by_label("Ke tier")).to_be_focused()
    expect(page.get_by_label("Ke tier")).to_have_value("2")
    page.get_by_label("Unit", exact=True).fill("Ditjen Perhubungan Laut")
    page.get_by_label("Alasan").fill(HANDED)
    stage.look(page, "menyerahkan")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#case .said")).to_contain_text("Laporan sudah diserahkan.")
    expect(page.locator("#case")).to_contain_text("Ditjen Perhubungan Laut")


# The team -----------------------------------------------------------------------------------------


def works_on_it(stage: Stage, page: Page, ferry: Receipt) -> None:
    stage.look(page, "antrean-tim")
    open_by_keyboard(page, ferry)
    expect(page.get_by_text(HANDED).first).to_be_visible()
    page.keyboard.press("n")
    page.get_by_label("Catatan dalam").fill(NOTE)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#case .said")).to_contain_text("Catatan tersimpan.")
    page.get_by_role("link", name="Tanya").click()
    page.get_by_label("Pertanyaan kepada pelapor").fill(QUESTION)
    stage.look(page, "bertanya")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#case")).to_contain_text("menunggu pelapor")
    asked = stage.post.letter(KIRANA, "Kami perlu keterangan tambahan dari Anda")
    assert QUESTION in text_of(asked)
    reply = EmailMessage()
    reply["From"] = f"Kirana Tunas-Lestari <{KIRANA}>"
    reply["To"] = OFFICE
    reply["Subject"] = f"Re: {asked['Subject']}"
    reply["In-Reply-To"] = reply["References"] = asked["Message-ID"]
    quoted = "".join(f"> {line}\n" for line in text_of(asked).splitlines())
    reply.set_content(f"{REPLY}\n\nPada hari yang sama {OFFICE} menulis:\n{quoted}")
    stage.post.send(stage.program, reply)
    # It reaches the open page by itself, and the time limits go on.
    expect(page.get_by_text(REPLY)).to_be_visible()
    expect(page.locator("#case")).not_to_contain_text("menunggu pelapor")
    stage.look(page, "tim")


def rises_by_itself(stage: Stage, page: Page, ferry: Receipt) -> None:
    let_the_limit_come_near(stage.program, ferry.case_id)
    expect(page.get_by_text("Tiga perempat batas waktu sudah lewat").first).to_be_visible()
    expect(page.locator("#case")).to_contain_text(stage.cast.official.name)
    stage.look(page, "naik")


# The official -------------------------------------------------------------------------------------


def decides(stage: Stage, page: Page, ferry: Receipt) -> None:
    expect(page.get_by_text(ferry.number)).to_be_visible()
    brief = page.locator("dl.brief")
    for told in ("Kirana Tunas-Lestari", NOTE, QUESTION, REPLY, "Naik karena batas waktu"):
        expect(brief).to_contain_text(told)
    stage.look(page, "pejabat")
    page.get_by_label("Jawaban Anda", exact=True).fill(ANSWER)
    page.get_by_label("Hasil").select_option("resolved")
    expect(page.get_by_text("Dikirim atas nama")).to_contain_text(stage.cast.official.name)
    page.get_by_role("button", name="Kirim jawaban saya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Selesai")
    stage.look(page, "pejabat-selesai")


def looks_again(stage: Stage, page: Page, ferry: Receipt) -> None:
    page.goto(f"{stage.program.base_url}/desk/pejabat/")
    expect(page.get_by_text(ferry.number)).to_be_visible()
    expect(page.locator("dl.brief")).to_contain_text(OBJECTION)
    stage.look(page, "pejabat-keberatan")
    page.get_by_label("Jawaban Anda", exact=True).fill(SECOND_ANSWER)
    page.get_by_label("Hasil").select_option("resolved")
    page.get_by_role("button", name="Kirim jawaban saya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Selesai")


# The citizen again --------------------------------------------------------------------------------


def follow(stage: Stage, page: Page, letter: EmailMessage, receipt: Receipt) -> None:
    """From the link in a mail to the open report."""
    link = re.search(r"http://\S+/lacak/\S*", text_of(letter))
    assert link
    page.goto(link[0])
    expect(page.get_by_label("Nomor laporan")).to_have_value(receipt.number)
    stage.look(page, "lacak")
    page.get_by_label("Kode pribadi").fill(receipt.private_code)
    page.get_by_role("button", name="Buka laporan").click()
    expect(page.locator(".page-head")).to_contain_text(receipt.number)


def reads_the_answer(stage: Stage, page: Page, ferry: Receipt) -> Page:
    """Gives a second tab with the same page, which is forgotten in the background."""
    letter = stage.post.letter(KIRANA, "Jawaban atas laporan Anda")
    text = text_of(letter)
    assert ANSWER in " ".join(text.split())
    assert stage.cast.official.name in text
    follow(stage, page, letter, ferry)
    answer = page.locator("section.answer")
    expect(answer).to_contain_text(ANSWER)
    expect(answer).to_contain_text(stage.cast.official.name)
    expect(answer).to_contain_text("Direktur Perkapalan dan Kepelautan")
    expect(page.get_by_text(QUESTION)).to_be_visible()
    expect(page.get_by_text(REPLY)).to_be_visible()
    expect(page.get_by_text(NOTE)).to_have_count(0)
    stage.look(page, "jawaban")
    forgotten = page.context.new_page()
    forgotten.goto(page.url)
    return forgotten


def objects(stage: Stage, page: Page, ferry: Receipt) -> None:
    page.get_by_text("Belum: ajukan keberatan").click()
    page.get_by_label("Apa yang belum selesai?").fill(OBJECTION)
    stage.look(page, "keberatan")
    page.get_by_role("button", name="Ajukan keberatan").click()
    expect(page.get_by_text("Keberatan Anda sudah sampai")).to_be_visible()
    stage.look(page, "diperiksa-lagi")
    assert ferry.number in str(
        stage.post.letter(KIRANA, "Keberatan Anda sudah kami terima")["Subject"]
    )


def cannot_object_again(stage: Stage, page: Page, forgotten: Page) -> None:
    second = stage.post.letter(KIRANA, "Jawaban atas laporan Anda", nth=2)
    assert SECOND_ANSWER in " ".join(text_of(second).split())
    page.reload()
    expect(page.locator("section.answer").first).to_contain_text(SECOND_ANSWER)
    expect(page.get_by_text("ajukan keberatan")).to_have_count(0)
    # Not from a tab either that still shows the form.
    forgotten.get_by_text("Belum: ajukan keberatan").click()
    forgotten.get_by_label("Apa yang belum selesai?").fill("Sekali lagi.")
    stage.errors.clear()
    forgotten.get_by_role("button", name="Ajukan keberatan").click()
    expect(forgotten.get_by_text("Anda sudah mengajukan keberatan satu kali")).to_be_visible()
    # The browser notes that the server refused.
    assert all("422" in error for error in stage.errors)
    stage.errors.clear()
    stage.look(forgotten, "keberatan-kedua")


def is_content(stage: Stage, page: Page, ferry: Receipt) -> None:
    page.get_by_text("Ya, selesai").click()
    page.get_by_label("Sangat baik").check()
    page.get_by_label("Sepatah kata").fill("Akhirnya ditindak.")
    stage.look(page, "penilaian")
    page.get_by_role("button", name="Selesai: tutup laporan").click()
    expect(page.get_by_text("Terima kasih. Penilaian Anda")).to_be_visible()
    stage.look(page, "tutup")
    ended = stage.program.rows("SELECT id, status, tier, objections FROM cases_case")
    assert (ferry.case_id, "closed", 3, 1) in ended


def reads_an_answer_with_the_code_from_a_mail(stage: Stage, tickets: Receipt) -> None:
    letter = stage.post.letter(WIRA, "Jawaban atas laporan Anda")
    assert "uang kembali lusa" in text_of(letter)
    page = stage.visitor()
    follow(stage, page, letter, tickets)
    expect(page.locator("section.answer")).to_contain_text("uang kembali lusa")


# What stays ---------------------------------------------------------------------------------------


def stands_on_the_timeline(stage: Stage, ferry: Receipt, tickets: Receipt) -> None:
    assert kinds(stage, tickets) == ["received", "taken", "linked", "answered"]
    assert kinds(stage, ferry) == [
        *("received", "taken", "moved", "taken", "note", "asked", "message_in"),
        *("reminded", "reminded", "moved", "answered", "objected", "answered"),
        *("rated", "closed"),
    ]
    verified = stage.program.run("cases", "verify")
    assert verified.stdout.strip().endswith("3 timelines checked, 0 broken.")
    for change in ("UPDATE cases_entry SET text = ''", "DELETE FROM cases_entry"):
        with pytest.raises((sqlite3.DatabaseError, psycopg.DatabaseError), match="append-only"):
            execute(stage.program, change)
    pictures = stage.program.rows(
        "SELECT sha256 FROM cases_attachment WHERE media_type = 'image/jpeg'"
    )
    assert len(pictures) == 2
    for (sha256,) in pictures:
        (file,) = (stage.program.home / "files").rglob(sha256)
        assert not positions_in(file)


def kinds(stage: Stage, receipt: Receipt) -> list[str]:
    entries = stage.program.rows("SELECT case_id, kind FROM cases_entry ORDER BY seq")
    return [kind for case_id, kind in entries if case_id == receipt.case_id]
