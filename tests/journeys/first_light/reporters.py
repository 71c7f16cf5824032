"""A citizen who reports on a phone, another one who writes a mail; both get an answer."""

from __future__ import annotations

import re
from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.journeys.first_light.stage import (
    ANSWER,
    KIRANA,
    MANIFEST,
    NOTE,
    OBJECTION,
    OFFICE,
    QUESTION,
    REPLY,
    SECOND_ANSWER,
    TICKET,
    TICKET_LETTER,
    WIRA,
    Receipt,
    Stage,
)
from tests.support.story import photograph, scanned_ticket, text_of


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
