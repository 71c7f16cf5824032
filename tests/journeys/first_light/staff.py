"""The agent, the team and the official, who take the reports as far as they must climb."""

from __future__ import annotations

import re
from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.journeys.first_light.stage import (
    ANSWER,
    HANDED,
    KIRANA,
    NOTE,
    OBJECTION,
    OFFICE,
    QUESTION,
    REPLY,
    SECOND_ANSWER,
    TICKET,
    Receipt,
    Stage,
)
from tests.support.story import let_the_limit_come_near, text_of


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
