"""What a report's words say is offered, taken over with one press, and never forced."""

from __future__ import annotations

import re

from hubung.cases import services
from hubung.cases.choices import Channel
from tests.integration.desk.conftest import SIGNED_IN, report
from tests.support.ministry import Ministry

WORDS = "Apakah ada jadwal? Mohon informasi keberangkatan kapal feri dari pelabuhan Bitung."


def test_a_mail_is_offered_its_sector_and_kind(ministry: Ministry, client_of: SIGNED_IN) -> None:
    case = report(channel=Channel.MAIL, sector="", text=WORDS)
    services.take_case(actor=ministry.ratih, case=case)
    client = client_of(ministry.ratih)
    page = client.get(f"/desk/laporan/{case.number}/").content.decode()
    assert "menunjuk ke <b>Laut</b>: kapal, feri, pelabuhan" in page
    assert "menunjuk ke <b>Permintaan informasi</b>" in page

    offer = page.split("menunjuk ke <b>Laut</b>")[1].split("</form>")[0]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', offer))
    client.post(f"/desk/laporan/{case.number}/lakukan/perbaiki/", fields)
    case.refresh_from_db()
    assert (case.sector, case.kind) == ("laut", "complaint")
    page = client.get(f"/desk/laporan/{case.number}/").content.decode()
    assert "menunjuk ke <b>Laut</b>" not in page


def test_what_is_known_is_not_guessed(ministry: Ministry, client_of: SIGNED_IN) -> None:
    case = report(sector="darat", text=WORDS)
    services.take_case(actor=ministry.ratih, case=case)
    page = client_of(ministry.ratih).get(f"/desk/laporan/{case.number}/").content.decode()
    assert "menunjuk ke" not in page


def test_who_only_reads_is_offered_nothing(ministry: Ministry, client_of: SIGNED_IN) -> None:
    case = report(channel=Channel.MAIL, sector="", text=WORDS)
    services.take_case(actor=ministry.ratih, case=case)
    page = client_of(ministry.gatra).get(f"/desk/laporan/{case.number}/").content.decode()
    assert case.number in page
    assert "menunjuk ke" not in page
