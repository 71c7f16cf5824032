"""Agendas of eight officials over three weeks: open, closed, late, missing, as offices are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import click

from hubung.demo.people import SEED
from hubung.directory.models import Person, Post, Role, TimeZone, today
from hubung.disclosure.agenda import services
from hubung.disclosure.agenda.choices import Status
from hubung.disclosure.agenda.limits import calendar_of
from hubung.disclosure.agenda.models import Diary, Entry
from hubung.disclosure.agenda.services import Closing, Said
from hubung.disclosure.grounds.queries import ground_on
from hubung.kernel import clock, events

_UNITS = ("SETJEN", "ITJEN", "DJPD", "DJPL", "DJPU", "DJKA", "DIT-KAPEL", "KSU-MAKASSAR")
_BEFORE, _AFTER = timedelta(days=14), timedelta(days=7)


@dataclass(frozen=True)
class _Idea:
    """An activity as it could be, at its hour; `journey` takes the official elsewhere."""

    hour: int
    subject: str
    place: str
    guests: str = ""
    attendees: str = ""
    result: str = ""
    gifts: str = ""
    travel: str = ""


_EVERYWHERE = (
    _Idea(
        8,
        "Rapat pimpinan mingguan",
        "Ruang Rapat Rekaan, Lantai 7",
        attendees="Para kepala bagian",
        result="Sembilan tindak lanjut, masing-masing berpenanggung jawab.",
    ),
    _Idea(
        10,
        "Pembahasan pengaduan yang melewati batas waktu",
        "Pusat Kontak 151",
        attendees="Tim layanan Tier 2",
        result="Empat belas laporan dijadwalkan selesai pekan ini.",
    ),
    _Idea(
        13,
        "Audiensi perwakilan pengguna jasa",
        "Ruang Tamu Utama",
        guests="Paguyuban Penumpang Nusantara Rekaan",
        result="Usul jadwal dicatat dan dijawab dalam sepuluh hari kerja.",
        gifts="Plakat kayu dari Paguyuban Penumpang Nusantara Rekaan, diserahkan ke bagian umum.",
    ),
    _Idea(
        15,
        "Evaluasi serapan anggaran bulan berjalan",
        "Ruang Rapat Rekaan, Lantai 3",
        attendees="Bagian keuangan",
    ),
)
_BY_UNIT = {
    "DJPL": (
        _Idea(9, "Rapat kesiapan kapal perintis menjelang Natal", "Ruang Bahtera",
              guests="Perusahaan Pelayaran Samudra Rekaan", attendees="Direktur Angkutan Laut",
              result="Dua belas trayek tambahan; jadwal terbit pekan depan."),
        _Idea(14, "Peninjauan antrean sertifikat pelaut", "Aula Pelaut Rekaan",
              guests="Serikat Pelaut Cakrawala", result="Loket Sabtu dibuka selama sebulan."),
    ),
    "DJPU": (
        _Idea(9, "Rapat ganti rugi keterlambatan penerbangan", "Ruang Angkasa",
              guests="Maskapai Garis Awan Rekaan",
              result="Sembilan puluh klaim selesai dalam dua pekan."),
    ),
    "DJKA": (
        _Idea(10, "Uji laik jalur ganda", "Stasiun Rekaan Timur",
              travel="Surabaya, kereta kelas eksekutif, biaya dinas Rp1.240.000."),
    ),
    "DJPD": (
        _Idea(9, "Sidak kelaikan bus angkutan liburan", "Terminal Tipe A Rekaan",
              result="Tiga dari dua puluh bus tidak laik jalan dan dihentikan."),
    ),
    "KSU-MAKASSAR": (
        _Idea(9, "Pemeriksaan dokumen awak kapal", "Dermaga Kertas, Makassar",
              result="Enam dokumen dilengkapi di tempat."),
    ),
}  # fmt: skip


def load() -> None:
    """The agendas; nothing when there are any."""
    if Diary.objects.exists():
        return
    officer = _somebody(Role.INFORMATION_OFFICER)
    if officer is None:
        return
    click.echo("Filling three weeks of invented agendas …")
    posts = Post.objects.filter(unit__code__in=_UNITS).select_related("unit")
    random = Random(SEED)  # noqa: S311 - the same weeks every time
    now = clock.now()
    first = today() - _BEFORE
    for post in posts.order_by("unit__path"):
        with clock.travel(now - _BEFORE - timedelta(days=7)):
            diary = services.open_diary(by=None, post=post, begins_on=first)
        for at, deed in sorted(_weeks(diary, random, now), key=lambda each: each[0]):
            with clock.travel(min(at, now)):
                services.enter(by=None, diary=diary, said=deed)
    _confirm(now)
    _close(officer, now)
    while events.dispatch():
        pass


def _weeks(diary: Diary, random: Random, now: datetime) -> Iterator[tuple[datetime, Said]]:
    """What is entered, with the moment at which somebody enters it."""
    calendar, zone = calendar_of(diary), ZoneInfo(diary.timezone)
    ideas = (*_EVERYWHERE, *_BY_UNIT.get(diary.post.unit.code, ()))
    on = diary.begins_on
    while on <= today() + _AFTER:
        if calendar.is_working_day(on) and random.random() > 0.12:
            chosen = random.sample(ideas, k=random.choice((1, 2, 2, 3)))
            for idea in sorted(chosen, key=lambda each: each.hour):
                starts = datetime.combine(on, time(idea.hour), zone)
                # Most are entered days before, some the same morning, some afterwards.
                ahead = random.choice((96, 96, 72, 72, 50, 50, 30, 3, -20))
                at = (starts - timedelta(hours=ahead)).astimezone(UTC)
                if at <= now:
                    yield at, _said(idea, on, diary)
        on += timedelta(days=1)


def _said(idea: _Idea, on: date, diary: Diary) -> Said:
    return Said(
        subject=idea.subject,
        day=on,
        timezone=diary.timezone,
        start=time(idea.hour),
        end=time(idea.hour + 1, 30),
        place=idea.place,
        guests=idea.guests,
        attendees=idea.attendees,
        gifts=idea.gifts,
        travel=idea.travel,
    )


def _confirm(now: datetime) -> None:
    """Most of what is over was held, and its result entered the next morning."""
    ideas = {idea.subject: idea for row in (_EVERYWHERE, *_BY_UNIT.values()) for idea in row}
    over = Entry.objects.filter(ends_at__lt=now - timedelta(days=1)).select_related(
        "diary__post__unit"
    )
    for number, entry in enumerate(over):
        if number % 6 == 0:
            continue
        with clock.travel(min(entry.ends_at + timedelta(hours=18), now)):
            said = _said(ideas[entry.subject], entry.day, entry.diary)
            held = {**said.__dict__, "status": Status.HELD, "result": ideas[entry.subject].result}
            services.amend(by=None, entry=entry, said=Said(**held))


def _close(officer: Person, now: datetime) -> None:
    """Two closed on grounds of the law, one that waits, one that is open again."""
    wanted = (
        ("ITJEN", "Pemeriksaan dugaan pungutan di pelabuhan", "a", 0, 9, "approve"),
        ("DJPL", "Pembahasan batas wilayah pelayaran", "f", 1, 20, "approve"),
        ("DJPU", "Penilaian calon pejabat", "h", 2, 12, ""),
        ("DJPD", "Rapat hasil audit sementara", "i", -8, -3, "approve"),
    )
    for code, subject, letter, day, until, decision in wanted:
        diary = Diary.objects.select_related("post__unit").filter(post__unit__code=code).first()
        keeper = _somebody(Role.UNIT_COORDINATOR, Role.TIER3_OFFICIAL, at=code)
        if diary is None or keeper is None:
            continue
        on, last = (diary.today() + timedelta(days=n) for n in (day, until))
        proposed = min(now - timedelta(hours=6), now + timedelta(days=day - 2))
        with clock.travel(proposed):
            entry = services.enter(
                by=keeper,
                diary=diary,
                said=Said(subject=subject, day=on, timezone=TimeZone.WIB, start=time(16)),
                closing=Closing(
                    ground=ground_on(letter, on),
                    reason="Alasan rekaan untuk peragaan.",
                    consequence="Akibat rekaan untuk peragaan.",
                    until=last,
                ),
            )
        if decision:
            with clock.travel(proposed + timedelta(hours=2)):
                services.approve(by=officer, closure=entry.closures.get())


def _somebody(*roles: Role, at: str = "") -> Person | None:
    """Somebody with one of the roles, at a unit if one is named."""
    people = Person.objects.filter(role_grants__role__in=roles)
    if at:
        people = people.filter(role_grants__unit__code=at)
    return people.order_by("pk").first()
