"""Reports from the sea: seafarers' papers first, then ships, ports and lights."""

from __future__ import annotations

from hubung.cases.choices import Kind, Outcome
from hubung.demo.stories.story import Scene, Story
from hubung.directory.models import Sector

SEA = (
    Story(
        title="Sertifikat {what} belum terbit, kapal segera berangkat",
        text=(
            "Berkas sertifikat {what} saya sudah lengkap dan disetujui sejak tiga minggu lalu, "
            "tetapi sertifikatnya belum juga terbit. Saya sudah dua kali datang ke loket di "
            "{place} dan diminta menunggu. Kapal saya berangkat minggu depan."
        ),
        scenes=(
            Scene("Makassar", "DIT-KAPEL", "BST"),
            Scene("Bitung", "DIT-KAPEL", "SCRB"),
            Scene("Surabaya", "DIT-KAPEL", "AFF"),
        ),
        sector=Sector.SEA,
        handover=(
            "Status di register “disetujui”, tetapi tidak tercetak. Perlu diperiksa tim "
            "sertifikasi."
        ),
        question=(
            "Mohon kirimkan nomor pendaftaran sertifikat {what} Anda dan surat masa layar 12 bulan "
            "terakhir, supaya berkasnya dapat kami temukan."
        ),
        answer=(
            "Mohon maaf atas keterlambatan ini. Sertifikat {what} Anda gagal tercetak karena kode "
            "lembaga diklat salah ketik di sistem kami; tidak ada berkas Anda yang kurang. Kode "
            "itu "
            "sudah dibetulkan dan sertifikat dicetak ulang di {place}. Bawa KTP saja saat "
            "mengambilnya."
        ),
    ),
    Story(
        title="Permohonan {what} ditolak tanpa alasan",
        text=(
            "Permohonan {what} saya di {place} ditolak. Di layar hanya tertulis “tidak memenuhi "
            "syarat”, tanpa keterangan syarat yang mana. Saya ingin tahu apa yang harus saya "
            "lengkapi supaya tidak bolak-balik."
        ),
        scenes=(
            Scene("Semarang", "DIT-KAPEL", "pengukuhan GMDSS"),
            Scene("Batam", "DIT-KAPEL", "revalidasi ANT-III"),
        ),
        sector=Sector.SEA,
        handover="Alasan penolakan tidak tampak dari sini; perlu dibuka di register oleh Tier 2.",
        question="Mohon kirimkan tangkapan layar penolakannya beserta tanggal permohonan.",
        answer=(
            "Permohonan Anda tertolak karena surat keterangan sehat sudah lewat masa berlakunya. "
            "Seharusnya alasan itu tampil di layar; kekurangan ini sudah kami perbaiki. Unggah "
            "surat yang baru, dan permohonan Anda diproses tanpa mendaftar ulang."
        ),
        outcome=Outcome.EXPLAINED,
    ),
    Story(
        title="Nama anak tidak ada di manifes {what}",
        text=(
            "Saya naik {what} dari {place} bersama dua anak. Tiket kami bertiga, tetapi di manifes "
            "hanya ada nama saya. Petugas bilang tidak apa-apa. Saya khawatir: kalau terjadi "
            "sesuatu, anak saya tidak tercatat."
        ),
        scenes=(
            Scene("Pelabuhan Ahmad Yani, Ternate", "KSOP-TERNATE", "KM Tirta Nirmala"),
            Scene("Pelabuhan Bitung", "KSOP-BITUNG", "KM Pelangi Wakatara"),
            Scene("Pelabuhan Tanjung Perak", "KSU-TANJUNG-PERAK", "KM Layang Samudra"),
        ),
        sector=Sector.SEA,
        handover="Menyangkut keselamatan. Mohon manifes pelayaran itu dicocokkan dengan tiketnya.",
        question="Mohon kirimkan foto tiket dan tanggal keberangkatannya.",
        answer=(
            "Laporan Anda benar. Dari pemeriksaan kami, sebelas penumpang anak tidak masuk manifes "
            "{what}. Operator kami beri teguran tertulis, dan mulai hari ini kapal tidak diberi "
            "izin berlayar sebelum manifes dicocokkan dengan tiket. Terima kasih sudah melapor."
        ),
    ),
    Story(
        title="{what} berangkat kelebihan muatan",
        text=(
            "Kemarin sore {what} berangkat dari {place} penuh sekali, orang duduk sampai di tangga "
            "dan lorong. Baju pelampung tidak cukup. Tolong diperiksa sebelum ada korban."
        ),
        scenes=(
            Scene("Wanci, Wakatobi", "UPP-WANCI", "KLM Senja Kembara"),
            Scene("Pelabuhan Namlea", "UPP-NAMLEA", "KM Ombak Teduh"),
            Scene("Larantuka", "UPP-LARANTUKA", "KM Nusa Lembayung"),
        ),
        sector=Sector.SEA,
        handover=(
            "Dugaan kelebihan penumpang, menyangkut keselamatan; perlu diperiksa di pelabuhan."
        ),
        question="Apakah Anda mempunyai foto, dan pukul berapa kapal itu berangkat?",
        answer=(
            "Kapal kami periksa saat sandar. Penumpangnya 38 orang di atas yang diizinkan. Nakhoda "
            "dimintai keterangan, izin berlayar berikutnya ditahan sampai baju pelampung cukup, "
            "dan "
            "petugas kami kini menghitung penumpang di pintu naik."
        ),
    ),
    Story(
        title="Mercusuar padam tiga malam di {place}",
        text=(
            "Lampu mercusuar di {place} sudah tiga malam tidak menyala. Kami nelayan kesulitan "
            "masuk alur. Dulu pernah ada perahu kandas karena hal yang sama."
        ),
        scenes=(
            Scene("Pulau Rote", "DISNAV-KUPANG"),
            Scene("Tanjung Alang, Ambon", "DISNAV-AMBON"),
        ),
        sector=Sector.SEA,
        handover="Sarana bantu navigasi padam; wewenang distrik navigasi setempat.",
        answer=(
            "Aki menara suar rusak. Regu kami sudah menggantinya dan lampu menyala kembali sejak "
            "tadi malam. Selama padam, kabar untuk pelaut kami siarkan lewat radio pantai."
        ),
    ),
    Story(
        title="Antrean ujian {what} penuh berbulan-bulan",
        text=(
            "Saya sudah selesai diklat, tetapi jadwal ujian {what} di {place} penuh sampai dua "
            "bulan ke depan. Apakah ada tempat lain atau jadwal tambahan? Kontrak saya menunggu."
        ),
        scenes=(
            Scene("Semarang", "BPSDMP", "ANT-III"),
            Scene("Makassar", "BPSDMP", "ATT-III"),
        ),
        sector=Sector.SEA,
        handover="Kuota ujian dikelola BPSDM Perhubungan.",
        answer=(
            "Kami membuka dua kelas ujian tambahan untuk {what} bulan ini, dan Anda dapat memilih "
            "kota lain tanpa mendaftar ulang. Tautan untuk memilih jadwal sudah kami kirim."
        ),
    ),
    Story(
        title="Menanyakan syarat buku pelaut baru",
        text=(
            "Selamat siang, saya lulusan baru dan ingin membuat buku pelaut di {place}. Apa saja "
            "syaratnya, berapa biayanya, dan apakah bisa diurus tanpa perantara?"
        ),
        scenes=(
            Scene("Tegal", "PK151"),
            Scene("Kupang", "PK151"),
            Scene("Belawan", "PK151"),
        ),
        sector=Sector.SEA,
        kind=Kind.INFORMATION_REQUEST,
        outcome=Outcome.EXPLAINED,
        answer=(
            "Untuk buku pelaut baru Anda memerlukan sertifikat keterampilan, surat keterangan "
            "sehat, SKCK, KTP atau akta kelahiran, dan pasfoto (latar biru untuk dek, merah untuk "
            "mesin). Biaya resminya Rp100.000 dan dibayar lewat kode tagihan. Semuanya Anda urus "
            "sendiri; perantara tidak diperlukan."
        ),
    ),
    Story(
        title="Diminta uang agar buku pelaut cepat selesai",
        text=(
            "Petugas di loket {place} mengatakan buku pelaut saya bisa selesai besok kalau "
            "membayar "
            "Rp500.000 tanpa kuitansi. Kalau tidak, katanya antre dua bulan. Saya takut nama saya "
            "diketahui karena masih harus mengurus berkas di sana."
        ),
        scenes=(
            Scene("salah satu kantor pelabuhan di Jawa Timur", "ITJEN"),
            Scene("salah satu kantor pelabuhan di Sulawesi", "ITJEN"),
        ),
        sector=Sector.SEA,
        kind=Kind.MISCONDUCT,
        question="Mohon ceritakan hari dan jamnya, serta ciri petugas itu. Identitas Anda aman.",
        answer=(
            "Pemeriksaan kami membenarkan laporan Anda. Pegawai yang bersangkutan dibebastugaskan "
            "dari loket dan diproses menurut aturan disiplin. Terima kasih atas keberanian Anda."
        ),
    ),
    Story(
        title="Saran: papan jadwal kapal perintis di {place}",
        text=(
            "Jadwal kapal perintis di {place} sering berubah dan kami tahu dari mulut ke mulut. "
            "Sebaiknya ada papan jadwal di dermaga dan pesan singkat kalau kapal terlambat."
        ),
        scenes=(
            Scene("Saumlaki", "DIT-LALA"),
            Scene("Miangas", "DIT-LALA"),
        ),
        sector=Sector.SEA,
        kind=Kind.SUGGESTION,
        handover="Usul untuk penyelenggara angkutan perintis.",
        outcome=Outcome.ACCEPTED,
        answer=(
            "Usul Anda kami terima. Papan jadwal dipasang di dermaga bulan depan, dan syarat kabar "
            "keterlambatan lewat pesan singkat masuk kontrak operator tahun depan."
        ),
    ),
    Story(
        title="Apresiasi: petugas pelabuhan {place} sigap menolong",
        text=(
            "Ibu saya jatuh di dermaga {place}. Petugas yang berjaga langsung menolong, memanggil "
            "tenaga medis, dan menemani sampai kapal datang. Mohon sampaikan terima kasih kami."
        ),
        scenes=(Scene("Bitung", "PK151"), Scene("Parepare", "PK151")),
        sector=Sector.SEA,
        kind=Kind.PRAISE,
        outcome=Outcome.NOTED,
        answer=(
            "Terima kasih sudah menyempatkan diri menulis. Ucapan Anda kami sampaikan kepada "
            "petugas yang berjaga dan atasannya. Semoga Ibu lekas pulih."
        ),
    ),
)
