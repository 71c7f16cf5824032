"""Reports from the railways: crossings, delays, comfort, works beside the line."""

from __future__ import annotations

from hubung.cases.choices import Kind, Outcome
from hubung.demo.stories.story import Scene, Story
from hubung.directory.models import Sector

RAIL = (
    Story(
        title="Perlintasan {what} tanpa palang, nyaris tertabrak",
        text=(
            "Perlintasan {what} di {place} tidak berpalang dan semak menutupi pandangan. Kemarin "
            "sore mobil antar-jemput anak sekolah nyaris tertabrak. Jangan menunggu korban."
        ),
        scenes=(
            Scene("Cirebon", "DIT-SELKA", "JPL 215"),
            Scene("Kroya", "BTP-SEMARANG", "JPL 318"),
            Scene("Sidoarjo", "BTP-SURABAYA", "JPL 74"),
        ),
        sector=Sector.RAIL,
        handover="Keselamatan perlintasan; perlu penilaian lapangan.",
        question="Mohon kirimkan foto dan patokan terdekat, misalnya nama gang atau sekolah.",
        answer=(
            "Semak sudah dipotong dan lampu peringatan sementara dipasang. Penjaga bertugas pada "
            "jam sekolah mulai besok; palang pintu dipasang sebelum akhir triwulan."
        ),
        outcome=Outcome.PARTLY,
    ),
    Story(
        title="AC kereta 3 mati, {what}",
        text=(
            "AC di kereta 3 {what} mati sejak {place}. Suhu di dalam 34 derajat, banyak anak kecil "
            "menangis. Petugas bilang tidak ada teknisi sampai stasiun akhir."
        ),
        scenes=(
            Scene("Kroya", "DIT-SARKA", "KA Argo Lembayung"),
            Scene("Cikampek", "DIT-SARKA", "KA Kembara Pagi"),
        ),
        sector=Sector.RAIL,
        handover="Kelaikan sarana dan standar pelayanan minimum di perjalanan.",
        question="Mohon sebutkan tanggal dan nomor kursi Anda.",
        answer=(
            "Operator mengakui gangguan itu dan mengembalikan 50 % harga tiket seluruh penumpang "
            "kereta 3. Kami mewajibkan teknisi ikut serta pada perjalanan di atas lima jam."
        ),
    ),
    Story(
        title="{what} terlambat tiga jam tanpa kabar",
        text=(
            "{what} berhenti tiga jam di {place}. Tidak ada pengumuman, tidak ada minum. Saya "
            "ketinggalan wawancara kerja."
        ),
        scenes=(
            Scene("Purwokerto", "DIT-LAKA", "KA Senja Gandaria"),
            Scene("Baturaja", "DIT-LAKA", "KA Telaga Kencana"),
            Scene("Bojonegoro", "DIT-LAKA", "KA Kembara Pagi"),
        ),
        sector=Sector.RAIL,
        handover="Keterlambatan di atas dua jam; perlu keterangan operator.",
        question="Mohon kirimkan kode pemesanan tiket Anda.",
        answer=(
            "Kereta tertahan karena wesel rusak. Itu bukan kesalahan Anda, dan kabarnya memang "
            "seharusnya disampaikan tiap 30 menit. Operator mengganti tiket Anda sepenuhnya dan "
            "memperbaiki tata cara pengumumannya."
        ),
    ),
    Story(
        title="Rumah retak karena pekerjaan jalur ganda di {place}",
        text=(
            "Sejak ada pekerjaan jalur ganda di {place}, dinding rumah kami dan empat tetangga "
            "retak. Alat berat bekerja sampai tengah malam. Kami minta diperiksa dan diganti."
        ),
        scenes=(Scene("Sepanjang, Sidoarjo", "BTP-SURABAYA"), Scene("Brebes", "BTP-SEMARANG")),
        sector=Sector.RAIL,
        handover="Dampak pekerjaan prasarana; perlu pemeriksaan bangunan.",
        question="Mohon kirimkan foto retakan dan sejak kapan tampak.",
        answer=(
            "Lima rumah sudah kami periksa bersama ahli bangunan. Empat rumah retak karena getaran "
            "dan diperbaiki atas biaya proyek mulai pekan depan. Pekerjaan malam dihentikan."
        ),
    ),
    Story(
        title="Kursi roda tidak muat di pintu kereta lokal {place}",
        text=(
            "Pintu kereta lokal di {place} terlalu sempit untuk kursi roda saya, dan peron jauh "
            "lebih rendah dari lantai kereta. Saya harus merangkak naik."
        ),
        scenes=(Scene("Bojonegoro", "DIT-SARKA"), Scene("Rangkasbitung", "DIT-SARKA")),
        sector=Sector.RAIL,
        handover="Aksesibilitas sarana; wewenang Direktorat Sarana Perkeretaapian.",
        answer=(
            "Apa yang Anda alami tidak boleh terjadi. Dua rangkaian berpintu lebar dialihkan ke "
            "lintas {place} mulai Senin, dan jembatan peron disediakan di setiap stasiunnya."
        ),
    ),
    Story(
        title="Menanyakan jadwal kereta lokal {place}",
        text=(
            "Kereta lokal dari {place} yang paling pagi pukul berapa, dan di mana membeli tiketnya?"
        ),
        scenes=(
            Scene("Lamongan", "PK151"),
            Scene("Padang", "PK151"),
            Scene("Maros", "PK151"),
        ),
        sector=Sector.RAIL,
        kind=Kind.INFORMATION_REQUEST,
        outcome=Outcome.EXPLAINED,
        answer=(
            "Kereta lokal paling pagi dari {place} berangkat pukul 05.20. Tiket dijual di aplikasi "
            "operator sejak tujuh hari sebelumnya dan di loket stasiun tiga jam sebelum berangkat."
        ),
    ),
    Story(
        title="Calo tiket bekerja sama dengan petugas",
        text=(
            "Di {place} calo menjual tiket dengan harga dua kali lipat dan masuk lewat pintu "
            "petugas. "
            "Saya melihat uangnya dibagi. Mohon nama saya tidak disebut."
        ),
        scenes=(Scene("sebuah stasiun di Jawa Tengah", "ITJEN"),),
        sector=Sector.RAIL,
        kind=Kind.MISCONDUCT,
        question="Mohon ceritakan jam berapa biasanya terjadi. Identitas Anda aman bersama kami.",
        answer=(
            "Laporan Anda kami periksa selama dua pekan dan terbukti sebagian. Pintu petugas kini "
            "memakai kartu, dan seorang pengawas dipindahkan selama proses disiplin berjalan."
        ),
        outcome=Outcome.PARTLY,
    ),
    Story(
        title="Apresiasi: petugas stasiun {place} mengantar lansia",
        text=(
            "Nenek saya bepergian sendiri. Petugas stasiun {place} mengantarnya sampai kursi dan "
            "mengabari kami. Pelayanan seperti ini membuat tenang."
        ),
        scenes=(Scene("Purwokerto", "PK151"), Scene("Lempuyangan", "PK151")),
        sector=Sector.RAIL,
        kind=Kind.PRAISE,
        outcome=Outcome.NOTED,
        answer=(
            "Terima kasih atas ceritanya. Kami sampaikan kepada petugas itu dan kepala stasiunnya."
        ),
    ),
    Story(
        title="Saran: tempat sepeda di stasiun {place}",
        text=(
            "Banyak pekerja bersepeda ke stasiun {place}, tetapi tidak ada tempat sepeda. Rak "
            "sederhana di dekat pos jaga sudah cukup."
        ),
        scenes=(Scene("Tugu", "DIT-PRASKA"), Scene("Malang", "DIT-PRASKA")),
        sector=Sector.RAIL,
        kind=Kind.SUGGESTION,
        handover="Usul fasilitas stasiun.",
        outcome=Outcome.ACCEPTED,
        answer="Usul diterima: rak untuk 40 sepeda dipasang di stasiun {place} bulan ini.",
    ),
)
