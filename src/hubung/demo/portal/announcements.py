"""Announcements: one of them immediate, about a port that is closed."""

from __future__ import annotations

from typing import NamedTuple

from hubung.demo.portal.news import Said


class Announcement(NamedTuple):
    """`hours`: how long ago it began, how long it holds from now (None: until further notice)."""

    section: str
    area: tuple[str, str]
    hours: tuple[int, int | None]
    id: Said
    en: Said
    to_do: tuple[str, str] = ("", "")
    immediate: bool = False
    zone: str = "Asia/Jakarta"


ANNOUNCEMENTS = (
    Announcement(
        "laut",
        ("Pelabuhan Bitung dan Selat Lembeh", "Bitung port and Lembeh strait"),
        (3, 9),
        Said(
            "Pelabuhan Bitung ditutup sementara karena gelombang tinggi",
            "Gelombang 2,5–4 meter. Semua kapal penumpang dan penyeberangan menunggu di dermaga.",
            (
                "Penutupan berlaku untuk semua kapal di bawah 500 GT. Kapal yang sedang menuju Bitung diarahkan berlindung di Kema.",
            ),
        ),
        Said(
            "Bitung port is closed for now because of high waves",
            "Waves of 2.5 to 4 metres. All passenger ships and ferries wait at the quay.",
            (
                "This holds for all ships under 500 GT. Ships on their way to Bitung are sent to shelter at Kema.",
            ),
        ),
        (
            "<p>Jangan berangkat ke pelabuhan sebelum ada kabar berikutnya.</p><ul><li>Tiket tetap berlaku untuk pelayaran berikutnya, tanpa biaya tambahan.</li><li>Yang sudah di pelabuhan menunggu di ruang tunggu lantai dua; makan disediakan.</li><li>Dalam bahaya di laut: hubungi 115 (Basarnas).</li></ul>",
            "<p>Do not leave for the port before the next word.</p><ul><li>Tickets stay valid for the next sailing at no cost.</li><li>If you are at the port, wait on the second floor; food is provided.</li><li>In danger at sea: call 115 (search and rescue).</li></ul>",
        ),
        immediate=True,
        zone="Asia/Makassar",
    ),
    Announcement(
        "darat",
        ("Jalur Pantura, Losarang–Kandanghaur", "North coast road, Losarang to Kandanghaur"),
        (30, 200),
        Said(
            "Satu lajur Pantura ditutup untuk perbaikan jembatan",
            "Arah Jakarta bergantian pukul 21.00–05.00 WIB. Truk besar lewat Cikedung.",
        ),
        Said(
            "One lane of the north coast road is closed for bridge repairs",
            "Traffic towards Jakarta alternates from 21.00 to 05.00 WIB. Heavy trucks go by Cikedung.",
        ),
    ),
    Announcement(
        "udara",
        ("Bandar Udara Frans Seda, Maumere", "Frans Seda airport, Maumere"),
        (50, 60),
        Said(
            "Penerbangan ke Maumere dialihkan ke Ende selama abu vulkanik",
            "Maskapai menyediakan bus lanjutan. Periksa jadwal sebelum berangkat.",
        ),
        Said(
            "Flights to Maumere land at Ende while there is volcanic ash",
            "Airlines provide buses onward. Check your flight before you leave.",
        ),
        zone="Asia/Makassar",
    ),
    Announcement(
        "kereta",
        ("Lintas Bogor–Sukabumi", "Bogor to Sukabumi line"),
        (70, 400),
        Said(
            "Jadwal Bogor–Sukabumi berubah selama pekerjaan jalur ganda",
            "Dua perjalanan pagi berangkat 25 menit lebih awal.",
        ),
        Said(
            "Bogor to Sukabumi: another timetable during track works",
            "Two morning trains leave 25 minutes earlier.",
        ),
    ),
    Announcement(
        "laut",
        ("Seluruh Indonesia", "All of Indonesia"),
        (100, None),
        Said(
            "Nama di manifes harus sama dengan kartu identitas",
            "Periksa sebelum naik: asuransi hanya berlaku bagi yang namanya tercatat.",
        ),
        Said(
            "Your name on the manifest must be as on your identity card",
            "Check it before boarding: only those on the list are insured.",
        ),
    ),
    Announcement(
        "kementerian",
        ("Seluruh Indonesia", "All of Indonesia"),
        (160, 700),
        Said(
            "Loket layanan tutup pada cuti bersama; 151 tetap buka",
            "Permohonan yang masuk pada hari itu dihitung mulai hari kerja berikutnya.",
        ),
        Said(
            "Counters close on the joint leave days; 151 stays open",
            "What comes in on those days counts from the next working day.",
        ),
    ),
)
