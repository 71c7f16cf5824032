"""Pictures of the main pages for the README, made from the demonstration into `docs/images/`.

    .venv/bin/python scripts/screenshots.py [name …]

Needs the development packages and Chromium (`./test` sets both up). The program runs on free ports
in a temporary folder, so a running installation is not touched. People, cases and texts are the
same every time; only the dates are those of the day.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from hubung.kernel import numbers
from hubung.project import conf

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))

from tests.support.browser import ARGUMENTS, chromium  # noqa: E402 - found through the line above
from tests.support.program import Program  # noqa: E402

TARGET = ROOT / "docs" / "images"
#: Size of the window in CSS pixels, and how many real ones each of them gets.
SIZES = {1440: (900, 1), 360: (720, 2)}
MOST_BYTES = 120_000
STORY = (
    "Feri KM Bunga Seroja berangkat dari Merak pukul 06.10 dengan penumpang di tangga dan di "
    "geladak kendaraan. Nama saya tidak ada di manifes, padahal tiket saya sudah dibayar."
)
STAFF_FILE = """NIP,Nama,Kode Unit,Jabatan
199001012015011009,Kelana Bintang-Malam,TIM-LAUT,Analis Pengaduan
19900101201501,Sekar Langit-Senja,TIM-SERT,Analis Sertifikasi
199104122016012003,Rangga Kabut-Pagi,TIM-KAPAL,Analis Pengaduan
"""
JAKARTA = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Shot:
    """One page: who looks at it (a mail address before its `@`), and how to get there."""

    name: str
    who: str
    open: Callable[[Page], None]


def main(chosen: list[str]) -> None:
    """Start the program, take every picture (or the `chosen`), stop it."""
    with tempfile.TemporaryDirectory(prefix="hubung-shots-") as folder:
        program = Program(Path(folder))
        for command in (["prepare"], ["demo", "load"]):
            made = program.run(*command)
            if made.returncode:
                sys.exit(made.stdout + made.stderr)
        program.start()
        try:
            shots = [shot for shot in _shots(program) if shot.name in chosen or not chosen]
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
                _take(browser, program, shots)
                browser.close()
        finally:
            program.stop()


def _take(browser: Browser, program: Program, shots: list[Shot]) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    # A code is accepted once, so everybody signs in once and is at both windows then.
    sessions = {who: _sign_in(browser, program, who) for who in {shot.who for shot in shots} - {""}}
    for shot in shots:
        for width, (height, scale) in SIZES.items():
            context = browser.new_context(
                base_url=program.base_url,
                viewport={"width": width, "height": height},
                device_scale_factor=scale,
                locale="id-ID",
                timezone_id="Asia/Jakarta",
                reduced_motion="reduce",
                storage_state=sessions.get(shot.who),
            )
            page = context.new_page()
            shot.open(page)
            page.evaluate("document.fonts.ready")
            _save(page.screenshot(), TARGET / f"{shot.name}-{width}.webp")
            context.close()


def _sign_in(browser: Browser, program: Program, who: str) -> StorageState:
    """The cookies of somebody who has signed in with password and code."""
    users = tomllib.loads((program.home / "demo-users.toml").read_text())["user"]
    user = next(user for user in users if user["mail"].startswith(f"{who}@"))
    context = browser.new_context(base_url=program.base_url, locale="id-ID")
    page = context.new_page()
    page.goto("/akun/masuk/")
    page.get_by_label("Alamat surel dinas").fill(user["mail"])
    page.get_by_label("Kata sandi Anda").fill(user["password"])
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.locator("input[name=code]").fill(program.run("demo", "code", user["mail"]).stdout.strip())
    page.locator("main button.primary").click()
    page.wait_for_url("**/desk/**")
    state = context.storage_state()
    context.close()
    return state


def _save(picture: bytes, path: Path) -> None:
    """As small as it gets without visible loss; never above `MOST_BYTES`."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    for options in ({"lossless": True}, *({"quality": quality} for quality in (90, 80, 70, 60))):
        content = BytesIO()
        image.save(content, "WEBP", method=6, **options)
        if content.tell() <= MOST_BYTES:
            break
    path.write_bytes(content.getvalue())
    print(f"{path.relative_to(ROOT)}  {content.tell() // 1000} kB")


def _shots(program: Program) -> list[Shot]:
    """The pages. What a page needs that only the registry knows is asked here, before a browser."""
    case, answered, code = _cases(program)

    def at(address: str) -> Callable[[Page], None]:
        return lambda page: _go(page, address)

    def track(page: Page) -> None:
        _go(page, f"/lacak/?nomor={answered}")
        page.get_by_label("Kode pribadi").fill(code)
        page.get_by_role("button", name="Buka laporan").click()
        page.wait_for_load_state("networkidle")

    return [
        Shot("home", "", at("/")),
        Shot("report", "", _fill_report),
        Shot("receipt", "", _send_report),
        Shot("track", "", track),
        Shot("search", "", at("/cari/?q=kapal+printis")),
        Shot("agenda", "", at("/agenda/")),
        Shot("figures", "", at("/kinerja/")),
        Shot("desk", "wulandari.paramesthi", at(f"/desk/laporan/{case}/?tampilan=unit")),
        Shot("intake", "ratih.kembangsore", _take_call),
        Shot("official", "laksmi.wandhani-sagara", at("/desk/pejabat/")),
        Shot("import", "jagat.awan-buana", _import_staff),
        Shot("mail", "jagat.awan-buana", at("/desk/pengaturan/surel/")),
        Shot("wallboard", "tegar.rimbawan-jaya", at("/desk/papan/")),
        Shot("menu", "jagat.awan-buana", at("/desk/pengaturan/telepon/")),
    ]


def _cases(program: Program) -> tuple[str, str, str]:
    """A case for the desk; number and code of one that an official has answered."""
    desk = "status = 'in_progress' AND tier = 1 AND NOT confidential"
    answered = "status IN ('answered', 'closed') AND tier = 3 AND NOT confidential"
    (case, _), (shown, code) = (_newest(program, where) for where in (desk, answered))
    return case, shown, code


def _newest(program: Program, where: str) -> tuple[str, str]:
    """Number and private code of the newest case of a sort."""
    columns = "id, created_at, code_nonce"
    rows = program.rows(f"SELECT {columns} FROM cases_case WHERE {where} ORDER BY id DESC LIMIT 1")  # noqa: S608
    pk, created_at, nonce = rows[0]
    moment = datetime.fromisoformat(str(created_at)).replace(tzinfo=UTC)
    number = numbers.case_number("151", moment.astimezone(JAKARTA).year, pk)
    return number, numbers.private_code(conf.secret_key(program.home), pk, bytes.fromhex(nonce))


def _go(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_timeout(500)  # the live parts of the desk fetch themselves once


def _leave_field(page: Page) -> None:
    """No field has the keyboard, so that none is marked; the page is seen from its top."""
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.wait_for_timeout(500)  # suggestions come a moment after the last key


def _fill_report(page: Page) -> None:
    _go(page, "/lapor/")
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(STORY)
    page.get_by_label("Tempat kejadian").fill("Pelabuhan Merak, dermaga 3")
    page.get_by_label("Kira-kira pukul").fill("06.10")
    _leave_field(page)


def _send_report(page: Page) -> None:
    _fill_report(page)
    page.get_by_label("Laut").check()
    page.locator("input[name=kind][value=complaint]").check()
    page.get_by_label("Dengan nama").check()
    page.get_by_label("Nama", exact=True).fill("Sekarwangi Tunas-Lestari")
    page.get_by_label("Surel", exact=True).fill("sekarwangi@surel.example")
    page.get_by_label("Isi laporan ini benar").check()
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_url("**/terkirim/**")


def _take_call(page: Page) -> None:
    _go(page, "/desk/baru/")
    page.get_by_label("Cerita pelapor, dengan kata-katanya sendiri").fill(STORY)
    page.get_by_label("Tempat", exact=False).first.fill("Pelabuhan Merak, dermaga 3")
    page.get_by_label("Nomor ponsel").fill("0813 5550 1412")
    page.get_by_label("Nama", exact=False).fill("Sekarwangi Tunas-Lestari")
    _leave_field(page)


def _import_staff(page: Page) -> None:
    """A file with two slips, as an import shows them."""
    _go(page, "/desk/direktori/impor/")
    page.locator("input[type=file]").set_input_files(
        {"name": "pegawai.csv", "mimeType": "text/csv", "buffer": STAFF_FILE.encode()}
    )
    page.get_by_role("button", name="Periksa berkas").click()
    page.get_by_text("TIM-KAPAL").wait_for()


if __name__ == "__main__":
    main(sys.argv[1:])
