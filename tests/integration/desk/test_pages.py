"""The pages of the desk as they come from the server."""

from __future__ import annotations

from django.test import Client

from tests.integration.desk.conftest import SIGNED_IN, report
from tests.support.ministry import Ministry


def test_the_desk_needs_a_sign_in(ministry: Ministry) -> None:
    response = Client().get("/desk/", headers={"accept": "text/html"})
    assert response.status_code == 302
    assert response["Location"].startswith("/akun/masuk/")


def test_a_new_report_stands_in_the_queue(ministry: Ministry, client_of: SIGNED_IN) -> None:
    case = report()
    page = client_of(ministry.ratih).get("/desk/").content.decode()
    assert case.title in page
    assert case.number in page


def test_a_case_is_taken_and_answered(ministry: Ministry, client_of: SIGNED_IN) -> None:
    case = report()
    client = client_of(ministry.ratih)
    address = f"/desk/laporan/{case.number}/"
    assert client.get(address).status_code == 200
    assert client.post(f"{address}lakukan/ambil/").status_code == 302
    case.refresh_from_db()
    assert case.owner == ministry.ratih
    answered = client.post(
        f"{address}lakukan/jawab/",
        {"text": "Manifes sudah kami perbaiki.", "outcome": "resolved", "version": case.version},
    )
    assert answered.status_code == 302, answered.content.decode()
    case.refresh_from_db()
    assert case.status == "answered"
    assert "Manifes sudah kami perbaiki." in client.get(address).content.decode()
