"""Reports from the road, the terminals and the ferries across straits and lakes."""

from __future__ import annotations

from hubung.cases.choices import Kind, Outcome
from hubung.demo.stories.story import Scene, Story
from hubung.directory.models import Sector

LAND = (
    Story(
        title="Truk ODOL di {place}, tiap malam",
        text=(
            "Setiap malam antara pukul 22 dan 2, truk bermuatan jauh melebihi bak lewat di "
            "{place}. "
            "Jalan sudah bergelombang dan minggu lalu ada pengendara motor jatuh. Tidak pernah ada "
            "pemeriksaan."
        ),
        scenes=(
            Scene("ruas Cikampek", "BPTD-JAWA-BARAT"),
            Scene("jalan nasional Losarang", "BPTD-JAWA-BARAT"),
            Scene("jalan raya Gempol", "BPTD-JAWA-TIMUR"),
        ),
        sector=Sector.LAND,
        handover="Jalan nasional; penegakan muatan lebih menjadi tugas BPTD.",
        question="Apakah Anda dapat menyebut arah dan ciri truknya, atau mengirim foto?",
        answer=(
            "Kami melakukan pemeriksaan tiga malam berturut-turut bersama kepolisian: 41 truk "
            "diperiksa, 17 ditilang, 5 diminta menurunkan muatan. Pemeriksaan mendadak kini "
            "terjadwal setiap pekan di {place}."
        ),
    ),
    Story(
        title="Bus pariwisata tanpa uji berkala di {place}",
        text=(
            "Rombongan sekolah kami akan memakai bus {what}. Saat saya periksa di {place}, stiker "
            "ujinya sudah lewat setahun. Pengelola bilang hanya lupa. Apakah bus ini laik jalan?"
        ),
        scenes=(
            Scene("Lembang", "BPTD-JAWA-BARAT", "PO Gunung Lembayung"),
            Scene("Batu", "BPTD-JAWA-TIMUR", "PO Kembara Senja"),
        ),
        sector=Sector.LAND,
        handover="Perlu dicocokkan dengan data uji berkala dan izin angkutan pariwisata.",
        question="Mohon sebutkan nomor kendaraannya.",
        answer=(
            "Terima kasih, laporan Anda mencegah bahaya. Bus itu tidak lulus uji dan izinnya kami "
            "bekukan sampai diperbaiki. Pengelola wajib memberi Anda bus pengganti yang laik jalan."
        ),
    ),
    Story(
        title="Sopir {what} ugal-ugalan di {place}",
        text=(
            "Bus {what} tadi pagi menyalip di bahu jalan dan menerobos lampu merah di {place}. "
            "Penumpang berteriak, sopir malah tertawa sambil memegang telepon genggam."
        ),
        scenes=(
            Scene("Tol Cipali KM 130", "DIT-AJ", "PO Layang Biru"),
            Scene("Pandaan", "DIT-AJ", "PO Rimba Kencana"),
            Scene("jalan lintas timur, Palembang", "DIT-AJ", "PO Awan Sejati"),
        ),
        sector=Sector.LAND,
        handover=(
            "Menyangkut sistem manajemen keselamatan operator; wewenang Direktorat Angkutan Jalan."
        ),
        question="Pukul berapa kejadiannya, dan apakah Anda masih menyimpan tiketnya?",
        answer=(
            "Rekaman GPS bus membenarkan laporan Anda: 118 km/jam di ruas 80. Sopir diberhentikan "
            "sementara oleh operator dan wajib mengikuti pelatihan ulang; operator kami beri "
            "peringatan pertama."
        ),
    ),
    Story(
        title="Jembatan timbang {place}: antre enam jam",
        text=(
            "Kami sopir logistik antre enam jam di jembatan timbang {place} karena hanya satu dari "
            "tiga timbangan yang bekerja. Muatan kami sayur dan membusuk di jalan."
        ),
        scenes=(
            Scene("Losarang", "BPTD-JAWA-BARAT"),
            Scene("Singosari", "BPTD-JAWA-TIMUR"),
        ),
        sector=Sector.LAND,
        handover="UPPKB di bawah BPTD setempat.",
        answer=(
            "Dua timbangan rusak bersamaan dan suku cadangnya baru tiba kemarin. Sekarang "
            "ketiganya "
            "bekerja. Muatan sayur dan obat kini mendapat lajur tersendiri."
        ),
    ),
    Story(
        title="Pungutan di pintu keluar terminal tipe A",
        text=(
            "Di pintu keluar {place} setiap bus diminta Rp20.000 oleh orang berseragam, tanpa "
            "karcis. Kalau menolak, bus ditahan. Ini berlangsung setiap malam."
        ),
        scenes=(
            Scene("sebuah terminal tipe A di Malang", "ITJEN"),
            Scene("sebuah terminal tipe A di Jawa Tengah", "ITJEN"),
        ),
        sector=Sector.LAND,
        kind=Kind.MISCONDUCT,
        question=(
            "Mohon sebutkan hari dan jamnya, serta apakah ada saksi. Identitas Anda kami jaga."
        ),
        answer=(
            "Tim kami mendatangi lokasi tanpa pemberitahuan dan menemukan pungutan itu. Dua "
            "pegawai "
            "diproses, dan pintu keluar kini diawasi kamera. Nama Anda tidak tercantum di berkas "
            "mana pun yang dibaca kantor itu."
        ),
    ),
    Story(
        title="Parkir liar di depan {place}",
        text=(
            "Bahu jalan di depan {place} penuh parkir liar setiap sore sehingga angkutan umum "
            "berhenti di tengah jalan. Juru parkirnya memaksa meminta Rp10.000."
        ),
        scenes=(Scene("pasar di Depok", "PK151"), Scene("stasiun di Bekasi", "PK151")),
        sector=Sector.LAND,
        authority="Dinas Perhubungan kota setempat",
        outcome=Outcome.FORWARDED,
        answer=(
            "Parkir di jalan kota adalah wewenang pemerintah kota. Laporan Anda sudah kami "
            "teruskan; Anda tidak perlu melapor ulang."
        ),
    ),
    Story(
        title="Terminal tipe B {place} gelap dan kotor",
        text=(
            "Toilet di terminal {place} tidak ada airnya dan lampunya mati sejak bulan lalu. "
            "Penumpang perempuan takut menunggu bus malam."
        ),
        scenes=(Scene("Banjarnegara", "PK151"), Scene("Bulukumba", "PK151")),
        sector=Sector.LAND,
        authority="Dinas Perhubungan provinsi setempat",
        outcome=Outcome.FORWARDED,
        answer=(
            "Terminal tipe B dikelola pemerintah provinsi. Laporan Anda sudah kami teruskan ke "
            "sana "
            "beserta fotonya; Anda tidak perlu melapor ulang."
        ),
    ),
    Story(
        title="Antre penyeberangan {place} sampai sepuluh jam",
        text=(
            "Kami antre sepuluh jam di {place} padahal tiket daring sudah menyebut jam masuk. "
            "Tidak "
            "ada toilet di jalur antrean, dan tidak ada petugas yang memberi kabar."
        ),
        scenes=(
            Scene("Ketapang–Gilimanuk", "DIT-TSDP"),
            Scene("Merak–Bakauheni", "DIT-TSDP"),
        ),
        sector=Sector.LAND,
        handover="Pengaturan kapal dan kuota tiket penyeberangan.",
        answer=(
            "Hari itu empat kapal berhenti beroperasi karena gelombang tinggi, tetapi kabarnya "
            "terlambat kami sampaikan. Mohon maaf. Sejak kemarin pemegang tiket mendapat pesan "
            "singkat bila jam masuk bergeser, dan toilet darurat dipasang di jalur antrean."
        ),
        outcome=Outcome.PARTLY,
    ),
    Story(
        title="Saran: jadwal bus perintis di halte {place}",
        text=(
            "Bus perintis di {place} sangat membantu, tetapi jadwalnya tidak ada di halte. Mohon "
            "dipasang, cukup selembar kertas yang dilaminasi."
        ),
        scenes=(Scene("Sintang", "DIT-AJ"), Scene("Wamena", "DIT-AJ")),
        sector=Sector.LAND,
        kind=Kind.SUGGESTION,
        handover="Usul untuk operator angkutan perintis.",
        outcome=Outcome.ACCEPTED,
        answer="Usul yang baik dan murah. Jadwal sudah dipasang di semua halte {place} pekan ini.",
    ),
    Story(
        title="Menanyakan cara memeriksa uji berkala bus",
        text=(
            "Saya panitia wisata warga di {place}. Bagaimana cara memeriksa apakah sebuah bus "
            "sudah "
            "lulus uji berkala dan pengemudinya terdaftar?"
        ),
        scenes=(
            Scene("Sleman", "PK151"),
            Scene("Padang", "PK151"),
            Scene("Kendari", "PK151"),
        ),
        sector=Sector.LAND,
        kind=Kind.INFORMATION_REQUEST,
        outcome=Outcome.EXPLAINED,
        answer=(
            "Pindai kode QR pada kartu uji, atau masukkan nomor kendaraan di laman pemeriksaan "
            "kendaraan. Yang perlu dilihat: tanggal uji, izin pariwisata, dan masa berlaku kartu "
            "pengawasan. Bila satu saja tidak ada, mintalah bus lain."
        ),
    ),
    Story(
        title="Permintaan data kecelakaan bus",
        text=(
            "Saya mahasiswa di {place} dan memerlukan data kecelakaan bus tahun lalu per provinsi "
            "untuk tugas akhir. Dalam bentuk tabel bila ada."
        ),
        scenes=(Scene("Yogyakarta", "BKIP"), Scene("Jakarta", "BKIP")),
        sector=Sector.LAND,
        kind=Kind.INFORMATION_REQUEST,
        handover="Permintaan informasi publik; diteruskan ke PPID.",
        outcome=Outcome.EXPLAINED,
        answer=(
            "Data yang Anda minta tersedia dan terbuka. Tabel per provinsi kami kirim dalam bentuk "
            "lembar kerja. Angka Desember masih sementara."
        ),
    ),
    Story(
        title="Apresiasi: petugas terminal {place} mengembalikan tas",
        text=(
            "Tas saya tertinggal di ruang tunggu terminal {place}. Petugas menyimpannya dan "
            "menelepon "
            "saya malam itu juga. Isinya utuh. Terima kasih banyak."
        ),
        scenes=(Scene("Tirtonadi", "PK151"), Scene("Purabaya", "PK151")),
        sector=Sector.LAND,
        kind=Kind.PRAISE,
        outcome=Outcome.NOTED,
        answer=(
            "Terima kasih atas kabar baiknya. Ucapan Anda sudah kami bacakan di apel pagi terminal."
        ),
    ),
)
