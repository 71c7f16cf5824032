"""People who ask for public information by law: one waits, one was answered, one objects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from hubung.cases.choices import Channel
from hubung.cases.models import Case
from hubung.cases.services import ReporterDetails
from hubung.demo.simulation import Journey, anywhere, office, working_days_ago
from hubung.demo.units import INFORMATION_OFFICE
from hubung.demo.world import REPORTER_DOMAIN, World
from hubung.directory.models import Person
from hubung.disclosure.grounds.queries import ground_on
from hubung.disclosure.requests import services
from hubung.disclosure.requests.choices import Applicant, Decision, Delivery, Obtain
from hubung.disclosure.requests.models import Request
from hubung.disclosure.requests.queries import find_request
from hubung.disclosure.requests.services import Asked, Asker, Given, Offer
from hubung.kernel import clock


def journeys(world: World, now: datetime) -> Iterator[tuple[datetime, Journey]]:
    """Each with the moment at which it begins."""
    yield working_days_ago(now, 28, time(9, 12)), _objects(world)
    yield working_days_ago(now, 15, time(10, 40)), _is_answered(world)
    yield working_days_ago(now, 3, time(14, 5)), _waits()


def _waits() -> Journey:
    yield from ()
    return _ask(
        "Daftar pemeriksaan laik laut kapal perintis lintas Bitung selama tahun ini.",
        "Liputan koran kampus.",
        ReporterDetails(
            name="Wahyuni Embun-Rekaan",
            email=f"wahyuni.embun@{REPORTER_DOMAIN}",
            address="Jalan Kenanga Rekaan 12, Kota Contoh",
            nik="7171014502010002",
        ),
    ).case


def _is_answered(world: World) -> Journey:
    request = _ask(
        "Jumlah penumpang dan subsidi tiap lintas kapal perintis tahun lalu.",
        "Penelitian skripsi tentang angkutan perintis.",
        ReporterDetails(
            name="Bagaskara Tirta-Rekaan",
            email=f"bagaskara.tirta@{REPORTER_DOMAIN}",
            address="Jalan Flamboyan Rekaan 3, Kota Contoh",
            nik="3171011203990007",
        ),
    )
    yield office(40)
    given = Given(
        decision=Decision.GRANTED,
        text="Jumlah penumpang dan subsidi tiap lintas kami susun sebagai tabel di bawah ini.",
        form=Obtain.SOFT,
        offer=Offer(
            "Penumpang dan subsidi tiap lintas kapal perintis tahun lalu",
            "Lintas Rekaan Utara: 41.200 penumpang. Lintas Rekaan Selatan: 28.750 penumpang. "
            "Subsidi per lintas ada di laporan kinerja, bab 4.",
        ),
    )
    services.reply(actor=_officer(world), request=request, given=given)
    return request.case


def _objects(world: World) -> Journey:
    request = _ask(
        "Berita acara evaluasi penawaran pengadaan dermaga apung tahun lalu.",
        "Pemantauan pengadaan oleh masyarakat.",
        ReporterDetails(
            name="Yayasan Layar Rekaan",
            email=f"layar.rekaan@{REPORTER_DOMAIN}",
            address="Jalan Teratai Rekaan 21, Kota Contoh",
        ),
        decree="AHU-0000151.AH.01.04",
    )
    yield office(60)
    officer = _officer(world)
    reason = "Berkas berasal dari beberapa satuan kerja dan masih dikumpulkan."
    services.extend(actor=officer, request=request, reason=reason)
    yield office(100)
    given = Given(
        decision=Decision.PARTLY,
        text="Berita acara kami berikan; rincian harga penawar yang kalah dihilangkan.",
        ground=ground_on("b", clock.now().date()),
        reason="Rincian harga penawar adalah rahasia usaha mereka.",
        redactions="Rincian harga tiap penawar yang kalah di halaman 3 sampai 6.",
        form=Obtain.SOFT,
        offer=Offer(
            "Berita acara evaluasi penawaran dermaga apung tahun lalu",
            "Berita acara diberikan; rincian harga penawar yang kalah tetap ditutup.",
        ),
    )
    services.reply(actor=officer, request=request, given=given)
    yield anywhere(70)
    known = find_request(request.case_id) or request
    reason = "Harga penawar yang kalah tidak lagi rahasia setelah kontrak ditandatangani."
    services.object_to(request=known, ground="e", reason=reason)
    return Case.objects.get(pk=request.case_id)


def _ask(details: str, purpose: str, who: ReporterDetails, decree: str = "") -> Request:
    asker = Asker(
        applicant=Applicant.ENTITY if decree else Applicant.PERSON,
        who=who,
        decree=decree,
        purpose=purpose,
        obtain=Obtain.SOFT,
        delivery=Delivery.PAGE,
    )
    return services.receive_request(Asked(asker=asker, details=details, channel=Channel.WEB))


def _officer(world: World) -> Person:
    return world.handler(world.units[INFORMATION_OFFICE])
