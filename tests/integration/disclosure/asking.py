"""A ministry with its information officer and the officer's superior, and somebody who asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from hubung.cases.choices import Channel
from hubung.cases.services import ReporterDetails
from hubung.directory.models import Person, Role, UnitKind
from hubung.disclosure.requests import services
from hubung.disclosure.requests.choices import Applicant, Decision, Delivery, Obtain
from hubung.disclosure.requests.models import Request
from hubung.disclosure.requests.services import Asked, Asker, Given, Offer
from tests.support.ministry import Ministry, build, person, unit

#: A Friday, in the afternoon at the head office.
FRIDAY = datetime(2026, 11, 20, 8, tzinfo=UTC)
NIK = "3171014501900004"
RINAI = ReporterDetails(
    name="Rinai Puspa-Embun",
    email="rinai@surel.example",
    phone="+6281234567890",
    address="Jalan Anggrek Rekaan 7, Kota Contoh",
    nik=NIK,
)
DETAILS = "Jadwal kapal perintis lintas Bitung tahun 2026, beserta biaya per pelayaran."
PURPOSE = "Penelitian skripsi tentang angkutan perintis."


@dataclass(frozen=True)
class Disclosing:
    ministry: Ministry
    officer: Person
    superior: Person


def ministry_that_discloses() -> Disclosing:
    """Puspita is the information officer of the ministry, Adiwira the Secretary General."""
    ministry = build()
    secretariat = unit("SETJEN", "Sekretariat Jenderal", UnitKind.SECRETARIAT, ministry.root)
    return Disclosing(
        ministry,
        person("Puspita Gandaria-Luhur", ministry.root, Role.INFORMATION_OFFICER),
        person("Adiwira Kencana-Loka", secretariat, Role.TIER3_OFFICIAL),
    )


def asker(who: ReporterDetails = RINAI, **more: Any) -> Asker:
    said: dict[str, Any] = {
        "applicant": Applicant.PERSON,
        "who": who,
        "purpose": PURPOSE,
        "obtain": Obtain.SOFT,
        "delivery": Delivery.PAGE,
    }
    return Asker(**{**said, **more})


def ask(who: ReporterDetails = RINAI, **more: Any) -> Request:
    asked = Asked(asker=asker(who), details=DETAILS, channel=Channel.WEB)
    return services.receive_request(replace(asked, **more))


OFFER = Offer("Jadwal kapal perintis lintas Bitung 2026", "Jadwal terlampir sebagai tabel.")


def given(**more: Any) -> Given:
    said: dict[str, Any] = {
        "decision": Decision.GRANTED,
        "text": "Jadwalnya kami lampirkan.",
        "form": Obtain.SOFT,
        "offer": OFFER,
    }
    return Given(**{**said, **more})
