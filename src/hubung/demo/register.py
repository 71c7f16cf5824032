"""The register of information as a ministry would keep it: open, late, exempted, and open again."""

from __future__ import annotations

import io
from datetime import date, timedelta

import click

from hubung.cases.files import keep_staff_file
from hubung.directory.models import Person, Role, Unit, today
from hubung.disclosure.grounds.queries import ground_on
from hubung.disclosure.register import services
from hubung.disclosure.register.choices import Period
from hubung.disclosure.register.models import Item
from hubung.disclosure.register.periods import after, owed
from hubung.disclosure.register.services import Closing, Said
from hubung.kernel import clock, events

#: Unit, name, what it is, category, period, post that makes it.
_ITEMS = (
    ("SETJEN", "Laporan keuangan kementerian", "Neraca, realisasi anggaran, dan catatannya.",
     "periodic", "year", "Biro Keuangan"),
    ("SETJEN", "Rencana strategis lima tahunan", "Sasaran, program, dan ukuran keberhasilannya.",
     "anytime", "", "Biro Perencanaan"),
    ("DJPL", "Laporan kinerja perhubungan laut", "Capaian setiap sasaran beserta penyebab selisih.",
     "periodic", "quarter", "Bagian Perencanaan"),
    ("DJPL", "Jadwal dan subsidi kapal perintis", "Trayek, jadwal, dan subsidi tiap lintas.",
     "periodic", "half", "Direktorat Lalu Lintas Rekaan"),
    ("DJPL", "Peringatan cuaca bagi pelayaran rakyat", "Terbit seketika oleh kantor pelabuhan.",
     "immediate", "", "Penjaga Laut Rekaan"),
    ("DJPU", "Daftar maskapai dan tingkat ketepatan waktunya", "Per maskapai dan bandar udara.",
     "periodic", "month", "Direktorat Angkutan Udara"),
    ("DJKA", "Hasil uji perlintasan sebidang", "Lokasi, temuan, dan tindak lanjutnya.",
     "anytime", "", "Direktorat Keselamatan"),
    ("DJPD", "Keputusan trayek bus antarkota", "Trayek, perusahaan, dan masa berlakunya.",
     "anytime", "", "Direktorat Angkutan Jalan"),
    ("DJPD", "Notulen rapat evaluasi terminal", "Catatan rapat dengan pengelola terminal.",
     "request", "", "Subdirektorat Terminal"),
)  # fmt: skip
#: Unit, name, public name, ground, days from now until it ends, and whether it was decided.
_EXEMPTED = (
    ("ITJEN", "Berkas pemeriksaan pungutan di dermaga", "Berkas sebuah pemeriksaan khusus", "a",
     120, True),
    ("DJPL", "Denah pengamanan pelabuhan utama", "Denah pengamanan sebuah pelabuhan", "c",
     700, True),
    ("DJPU", "Penilaian calon pengawas navigasi", "Hasil penilaian calon pejabat", "h", 365, False),
)  # fmt: skip


def load() -> None:
    """The register; nothing when there is one."""
    if Item.objects.exists():
        return
    officers = Person.objects.filter(role_grants__role=Role.INFORMATION_OFFICER)
    officer = officers.order_by("pk").first()
    if officer is None:
        return
    click.echo("Entering an invented register of information …")
    units = {unit.code: unit for unit in Unit.objects.all()}
    begins = date(today().year - 1, 1, 1)
    for code, name, about, category, period, post in _ITEMS:
        said = Said(
            title=name,
            summary=about,
            category=category,
            period=period,
            unit=units[code],
            responsible=post,
            form="file",
            begins_on=begins,
            kept="10 tahun",
        )
        _publish(services.enter(by=None, said=said))
    for code, name, shown, ground, days, decided in _EXEMPTED:
        _exempt(units[code], name, shown, ground, days, officer if decided else None)
    while events.dispatch():
        pass


def _publish(item: Item) -> None:
    """All that was due but the last, which is late; of what has no period one file."""
    file = keep_staff_file(io.BytesIO(b"kolom;isi\nrekaan;1\n"), "rekaan.csv")
    if not item.period:
        if item.category == "anytime":
            services.publish(by=None, item=item, file=file)
        return
    period = Period(item.period)
    for one in list(owed(period, item.begins_on, today(), item.due_days))[:-1]:
        at = clock.now() - (today() - after(period, one.start)) + timedelta(days=12)
        with clock.travel(min(at, clock.now())):
            services.publish(by=None, item=item, file=file, period_start=one.start)


def _exempt(
    unit: Unit, name: str, shown: str, ground: str, days: int, officer: Person | None
) -> None:
    keeper = (
        Person.objects.filter(role_grants__role=Role.UNIT_COORDINATOR)
        .filter(role_grants__unit__in=[unit])
        .order_by("pk")
        .first()
    )
    if keeper is None:
        return
    closing = Closing(
        name=shown,
        ground=ground_on(ground, today()),
        harm="Akibat rekaan untuk peragaan: pihak yang diperiksa dapat ditekan.",
        benefit="Manfaat rekaan untuk peragaan: pemeriksaan selesai tanpa gangguan.",
        weighing="Pertimbangan rekaan untuk peragaan.",
        until=today() + timedelta(days=days),
    )
    said = Said(
        title=name,
        summary="Isi rekaan.",
        category="request",
        unit=unit,
        form="paper",
        begins_on=today(),
    )
    item = services.enter(by=keeper, said=said, closing=closing)
    if officer is not None and officer != keeper:
        services.approve(by=officer, exemption=item.exemptions.get())
