"""Services and documents. A fee is only given where its law is known."""

from __future__ import annotations

from typing import NamedTuple

from hubung.demo.portal.news import Said


class Service(NamedTuple):
    """`needs` and `steps` in (Indonesian, English); a step is (what, who)."""

    section: str
    id: Said
    en: Said
    needs: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str, str, str], ...]
    days: int | None = None
    fee: int | None = None
    ground: str = ""
    address: str = ""


_CHECK = ("Berkas diperiksa", "Petugas loket", "Papers are checked", "Counter")
_ASKED = ("Permohonan dikirim", "Anda", "You apply", "You")
_READY = ("Dokumen diambil", "Anda", "You collect it", "You")
_SIGNED = ("Ditandatangani", "Kepala kantor", "It is signed", "Head of the office")

SERVICES = (
    Service(
        "laut",
        Said(
            "Sertifikat pelaut",
            "Ajukan, perpanjang, atau kukuhkan COC, COP, dan buku pelaut. Anda tahu berkas ada di meja siapa dan apa yang kurang.",
        ),
        Said(
            "Seafarer certificates",
            "Apply for, renew or endorse COC, COP and seaman's books. You know on whose desk your papers are and what is missing.",
        ),
        (
            ("Kode pelaut (10 angka)", "Seafarer code (10 digits)"),
            ("Surat masa layar yang lengkap", "Complete proof of sea service"),
            ("Surat sehat dari klinik yang diakui", "Medical certificate from an approved clinic"),
            ("Sertifikat diklat", "Training certificate"),
        ),
        (
            _ASKED,
            ("Tagihan dibayar", "Anda", "You pay the bill", "You"),
            ("Berkas diperiksa", "Penguji", "Papers are examined", "Examiner"),
            _SIGNED,
            _READY,
        ),
        days=6,
    ),
    Service(
        "laut",
        Said(
            "Buku pelaut baru",
            "Tanda pengenal dan catatan masa layar bagi yang pertama kali bekerja di kapal.",
        ),
        Said(
            "New seaman's book",
            "Identity and record of service for whoever works on a ship for the first time.",
        ),
        (
            ("Sertifikat keterampilan dasar (BST)", "Basic safety training certificate"),
            ("Surat keterangan sehat dan SKCK", "Medical and police certificates"),
            ("Akta lahir atau KTP", "Birth certificate or identity card"),
            (
                "Foto: latar biru untuk dek, merah untuk mesin",
                "Photo: blue ground for deck, red for engine",
            ),
        ),
        (_ASKED, _CHECK, _SIGNED, _READY),
        days=3,
        fee=100_000,
        ground="PP 15 Tahun 2016",
    ),
    Service(
        "laut",
        Said("Pas kecil kapal nelayan", "Surat kapal di bawah 7 GT, diukur di dermaga."),
        Said("Papers for small fishing boats", "For boats under 7 GT, measured at the quay."),
        (
            ("KTP pemilik", "Owner's identity card"),
            ("Bukti kepemilikan kapal", "Proof that the boat is yours"),
        ),
        (_ASKED, ("Kapal diukur", "Juru ukur", "The boat is measured", "Surveyor"), _READY),
        days=1,
    ),
    Service(
        "darat",
        Said(
            "Mudik gratis",
            "Perjalanan pulang dengan bus atau kapal pada hari raya, untuk sepeda motor juga.",
        ),
        Said(
            "Free holiday travel", "Home by bus or ship on the holidays, with your motorcycle too."
        ),
        (
            ("NIK semua penumpang", "Identity numbers of all who travel"),
            ("Nomor ponsel", "Mobile number"),
        ),
        (_ASKED, ("Kode perjalanan diterima", "Anda", "You get a travel code", "You")),
        days=1,
        fee=0,
        ground="DIPA Ditjen Perhubungan Darat",
    ),
    Service(
        "darat",
        Said("Izin angkutan barang khusus", "Untuk barang berbahaya atau yang melebihi ukuran."),
        Said("Permit for special cargo", "For dangerous or oversized goods."),
        (
            ("Surat uji berkala kendaraan", "Roadworthiness certificate"),
            ("Rute dan jenis barang", "Route and kind of goods"),
        ),
        (_ASKED, _CHECK, _SIGNED),
        days=5,
    ),
    Service(
        "darat",
        Said(
            "Penetapan rambu di jalan nasional",
            "Usulkan rambu, marka, atau zebra cross di jalan nasional.",
        ),
        Said(
            "Signs on national roads", "Propose a sign, a marking or a crossing on a national road."
        ),
        (("Lokasi dan foto", "Place and photo"),),
        (
            _ASKED,
            ("Lokasi ditinjau", "BPTD", "The place is visited", "Regional office"),
            (
                "Dipasang atau dijelaskan",
                "BPTD",
                "It is set up, or you are told why not",
                "Regional office",
            ),
        ),
        days=14,
        fee=0,
        ground="UU 22 Tahun 2009",
        address="/lapor/?jenis=suggestion&bidang=darat",
    ),
    Service(
        "udara",
        Said(
            "Izin terbang drone",
            "Kapan perlu izin, di mana tidak boleh, dan bagaimana mengajukannya.",
        ),
        Said(
            "Permission to fly a drone",
            "When you need one, where you may not fly, and how to apply.",
        ),
        (
            ("Sertifikat pilot drone", "Drone pilot certificate"),
            ("Bukti pendaftaran drone", "Proof of registration"),
            ("Peta wilayah dan waktu terbang", "Map and time of the flight"),
        ),
        (
            _ASKED,
            ("Wilayah diperiksa", "Direktorat Navigasi", "The area is checked", "Navigation"),
            _SIGNED,
        ),
        days=7,
    ),
    Service(
        "udara",
        Said(
            "Ganti rugi penerbangan terlambat",
            "Apa yang wajib diberikan maskapai, dan bantuan kami bila ditolak.",
        ),
        Said(
            "Compensation for late flights",
            "What the airline owes you, and how we help if it refuses.",
        ),
        (
            ("Tiket dan pas naik", "Ticket and boarding pass"),
            ("Jawaban maskapai, bila ada", "The airline's answer, if any"),
        ),
        (
            ("Tuntutan ke maskapai", "Anda", "You ask the airline", "You"),
            ("Bila ditolak: lapor", "Anda", "If refused: report it", "You"),
            (
                "Penyelesaian dengan maskapai",
                "Otoritas Bandar Udara",
                "Settled with the airline",
                "Airport authority",
            ),
        ),
        days=14,
        fee=0,
        ground="PM 89 Tahun 2015",
        address="/lapor/?jenis=complaint&bidang=udara",
    ),
    Service(
        "kereta",
        Said(
            "Sertifikat awak kereta",
            "Masinis, asisten masinis, dan kondektur: ujian, perpanjangan, dan penggantian.",
        ),
        Said(
            "Certificates for train crew",
            "Drivers, assistants and conductors: examination, renewal, replacement.",
        ),
        (("Surat dari operator", "Letter of the operator"), ("Surat sehat", "Medical certificate")),
        (_ASKED, ("Ujian", "Penguji", "Examination", "Examiner"), _SIGNED, _READY),
        days=10,
    ),
    Service(
        "kereta",
        Said("Perlintasan tanpa palang", "Minta perlintasan dijaga, diberi palang, atau ditutup."),
        Said("Open level crossings", "Ask for a guard, a barrier, or to close one."),
        (("Lokasi, foto, dan jam ramai", "Place, photo and busy hours"),),
        (
            _ASKED,
            (
                "Lokasi ditinjau",
                "Balai Teknik Perkeretaapian",
                "The place is visited",
                "Technical office",
            ),
            (
                "Keputusan disampaikan",
                "Ditjen Perkeretaapian",
                "You are told what is decided",
                "Directorate General",
            ),
        ),
        days=14,
        fee=0,
        ground="UU 23 Tahun 2007",
        address="/lapor/?jenis=complaint&bidang=kereta",
    ),
)


class Document(NamedTuple):
    section: str
    days_ago: int
    kind: str
    number: str
    availability: str
    id: Said
    en: Said


DOCUMENTS = (
    Document(
        "kementerian",
        9,
        "report",
        "LAP 10/2026",
        "periodic",
        Said(
            "Laporan layanan Oktober 2026",
            "Lima belas layanan: janji, kenyataan, dan sebab terlambat.",
        ),
        Said(
            "Service report, October 2026",
            "Fifteen services: what was promised, what came of it, and why.",
        ),
    ),
    Document(
        "laut",
        7,
        "guide",
        "",
        "anytime",
        Said("Jadwal kapal perintis triwulan I 2027", "39 trayek, singgahan, dan tarif."),
        Said("Pioneer ships, first quarter of 2027", "39 routes, calls and fares."),
    ),
    Document(
        "laut",
        40,
        "circular",
        "SE 7/2026",
        "anytime",
        Said("Surat edaran penjadwalan ulang ujian pelaut", "Tata cara dan batas waktunya."),
        Said("Circular on moving examination dates", "How, and until when."),
    ),
    Document(
        "darat",
        33,
        "decree",
        "KP 118/2026",
        "anytime",
        Said("Keputusan tarif angkutan perintis 2027", "Tarif per trayek di 28 kabupaten."),
        Said("Decree on rural bus fares 2027", "Fares by route in 28 regencies."),
    ),
    Document(
        "udara",
        52,
        "guide",
        "",
        "anytime",
        Said(
            "Panduan hak penumpang pesawat", "Keterlambatan, pembatalan, bagasi, dan cara melapor."
        ),
        Said(
            "Guide to air passengers' rights",
            "Delays, cancellations, baggage, and how to complain.",
        ),
    ),
    Document(
        "kereta",
        61,
        "report",
        "LAP 8/2026",
        "periodic",
        Said(
            "Inspeksi perlintasan sebidang 2026",
            "1.214 perlintasan, menurut kabupaten dan tingkat bahaya.",
        ),
        Said("Level crossings inspected in 2026", "1,214 crossings by regency and risk."),
    ),
    Document(
        "kementerian",
        90,
        "agreement",
        "PKS 21/2026",
        "anytime",
        Said(
            "Perjanjian layanan bersama dengan pemerintah daerah",
            "Siapa menangani terminal, parkir, dan rambu.",
        ),
        Said(
            "Agreement on joint services with local governments",
            "Who handles terminals, parking and signs.",
        ),
    ),
    Document(
        "kementerian",
        120,
        "regulation",
        "PM 12/2026",
        "anytime",
        Said(
            "Peraturan standar waktu layanan",
            "Waktu yang dijanjikan untuk setiap layanan, dan akibat bila terlambat.",
        ),
        Said(
            "Regulation on service times",
            "What is promised for each service, and what follows when it is late.",
        ),
    ),
)
