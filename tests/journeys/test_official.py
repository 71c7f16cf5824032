"""The official on a telephone, and the rooms beside the work list, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from hubung.cases import services
from hubung.cases.choices import Channel, Status
from hubung.cases.models import Case, Draft
from tests.integration.desk_extras.test_boxes import to_postmaster
from tests.integration.desk_extras.test_official import sent_up
from tests.journeys.conftest import Open
from tests.support.browser import both_sizes, on_a_phone
from tests.support.ministry import Ministry

Axe = Callable[[Page], None]


def _fits(page: Page) -> None:
    width, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= inner, f"{page.url} is {width} px wide in {inner} px"


@on_a_phone
def test_an_official_decides_one_case_after_the_other(
    ministry: Ministry, open_at: Open, axe: Axe
) -> None:
    case, other = sent_up(ministry), sent_up(ministry, title="Refund tiket KM Tirta Nirmala")
    page = open_at(ministry.laksmi, "/desk/pejabat/")
    expect(page.get_by_role("heading", level=1)).to_have_text(case.title)
    expect(page.get_by_role("link", name="1 dari 2")).to_be_visible()
    axe(page)
    _fits(page)
    # Typed, and kept without a button: a second telephone shows it.
    words = page.get_by_label("Jawaban Anda", exact=True)
    expect(words).to_have_value("Bapak Bayu, mohon maaf.")
    words.press("Control+End")
    words.press_sequentially(" Sertifikat dicetak ulang.")
    expect(page.locator("#kept")).to_contain_text("Tersimpan")
    assert Draft.objects.get(case=case, person=ministry.laksmi).text == (
        "Bapak Bayu, mohon maaf. Sertifikat dicetak ulang."
    )
    # Without an outcome nothing is sent, and nothing typed is lost.
    page.get_by_role("button", name="Kirim jawaban saya").click()
    expect(page.get_by_role("alert")).to_be_focused()
    axe(page)
    page.get_by_role("link", name="Pilih hasilnya.").click()
    expect(page.get_by_label("Hasil")).to_be_focused()
    page.get_by_label("Hasil").select_option("resolved")
    page.get_by_text("Janji tindak lanjut").click()
    page.get_by_label("Yang masih akan dikerjakan").fill("Mencetak ulang sertifikat")
    page.get_by_label("Dikerjakan oleh").fill("KSOP Kelas I Bitung")
    page.get_by_label("Paling lambat").fill("2030-01-15")
    page.get_by_role("button", name="Kirim jawaban saya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(other.title)
    expect(page.get_by_text(f"Terkirim: {case.number}")).to_be_visible()
    case.refresh_from_db()
    assert case.status == Status.ANSWERED
    assert case.answers.get().promise == "Mencetak ulang sertifikat, oleh KSOP Kelas I Bitung"
    page.get_by_text("Kembalikan ke Tier 2").click()
    page.get_by_label("Alasan").first.fill("Lengkapi bukti bayarnya dulu.")
    page.get_by_role("button", name="Kembalikan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Selesai")
    axe(page)
    other.refresh_from_db()
    assert (other.tier, other.owner) == (2, ministry.damar)


@on_a_phone
def test_the_page_decides_without_a_script(ministry: Ministry, open_at: Open) -> None:
    case = sent_up(ministry)
    page = open_at(ministry.laksmi, "/desk/pejabat/", java_script_enabled=False)
    page.get_by_label("Jawaban Anda", exact=True).fill("Sudah kami cetak ulang.")
    page.get_by_label("Hasil").select_option("resolved")
    page.get_by_role("button", name="Kirim jawaban saya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Selesai")
    case.refresh_from_db()
    assert case.answers.get().text == "Sudah kami cetak ulang."


@on_a_phone
def test_a_long_case_and_an_empty_desk_fit_a_phone(
    ministry: Ministry, open_at: Open, axe: Axe
) -> None:
    long = "Kapal menunggu di dermaga tanpa kepastian. " * 60 + "x" * 300
    case = sent_up(ministry, title="Sertifikatkepelautanyangtidakpernahterbit " * 4, text=long)
    for step in range(12):
        services.add_note(actor=ministry.damar, case=case, text=f"Langkah {step}. {long}")
    for scheme, language in (("light", "id-ID"), ("dark", "en-GB")):
        page = open_at(
            ministry.laksmi, f"/desk/pejabat/{case.number}/", color_scheme=scheme, locale=language
        )
        for summary in page.locator("summary").all():
            summary.click()
        axe(page)
        _fits(page)
        empty = open_at(ministry.bima, "/desk/pejabat/", color_scheme=scheme, locale=language)
        axe(empty)
        _fits(empty)


@both_sizes
def test_a_call_is_taken_by_keyboard(ministry: Ministry, open_at: Open, axe: Axe) -> None:
    known = services.receive_case(
        channel=Channel.WEB,
        text="BST belum terbit.",
        reporter=services.ReporterDetails(name="Bayu Lesmana", phone="+6281355501412"),
    )
    services.allow_recognition(case=known)
    page = open_at(ministry.ratih, "/desk/baru/")
    axe(page)
    _fits(page)
    # The cursor waits in their words.
    page.keyboard.type("Petugas di terminal bus minta pungli kepada sopir.")
    expect(page.locator("#words")).to_contain_text("pungli")
    page.get_by_label("Nomor ponsel").fill("0813 5550 1412")
    expect(page.locator("#callers")).to_contain_text("Bayu Lesmana")
    expect(page.locator("#callers")).to_contain_text(known.number)
    axe(page)
    page.get_by_label("Jenis").select_option("complaint")
    page.get_by_text("Langsung dijawab").click()
    page.get_by_label("Jawaban yang langsung diberikan").fill("Kami teruskan ke BPTD.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("link", name="Pilih hasilnya.")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_label("Hasil").select_option("explained")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tercatat. Bacakan ini:")
    axe(page)
    _fits(page)
    case = Case.objects.latest("pk")
    expect(page.get_by_text(case.code)).to_be_visible()
    assert (case.status, case.owner) == (Status.ANSWERED, ministry.ratih)
    assert case.reporter == known.reporter
    page.keyboard.press("Enter")
    expect(page.get_by_label("Cerita pelapor", exact=False)).to_be_focused()


@both_sizes
def test_a_mail_that_nobody_could_place_becomes_a_case(
    ministry: Ministry, open_at: Open, axe: Axe
) -> None:
    row = to_postmaster()
    page = open_at(ministry.kirana, "/desk/surat/")
    axe(page)
    _fits(page)
    page.get_by_role("link", name="Kapal terlambat").click()
    expect(page.get_by_text("Dikirim ke postmaster")).to_be_visible()
    axe(page)
    _fits(page)
    page.get_by_role("button", name="Jadikan laporan").click()
    expect(page.get_by_text("Tidak ada surel yang menunggu")).to_be_visible()
    axe(page)
    row.refresh_from_db()
    assert row.case is not None
    with page.expect_navigation():
        page.get_by_role("link", name="Kotak keluar").click()
    axe(page)
    _fits(page)
