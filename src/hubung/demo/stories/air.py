"""Reports from the air: refunds, delays, baggage, drones."""

from __future__ import annotations

from hubung.cases.choices import Kind, Outcome
from hubung.demo.stories.story import Scene, Story
from hubung.directory.models import Sector

AIR = (
    Story(
        title="Refund tiket {what} belum dibayar",
        text=(
            "Penerbangan {what} dari {place} dibatalkan maskapai dua bulan lalu. Sampai hari ini "
            "uang tiket belum kembali. Setiap menelepon, jawabannya “sedang diproses”."
        ),
        scenes=(
            Scene("Kupang", "DIT-AU", "Awan Nirmala Air"),
            Scene("Medan", "DIT-AU", "Layang Senja Air"),
            Scene("Banjarmasin", "DIT-AU", "Awan Nirmala Air"),
        ),
        sector=Sector.AIR,
        handover="Lewat batas waktu pengembalian; perlu ditegur oleh Direktorat Angkutan Udara.",
        question="Mohon kirimkan kode pemesanan dan surat pembatalan dari maskapai.",
        answer=(
            "Kami sudah memanggil maskapai. Uang tiket Anda dikirim hari ini ke rekening yang sama "
            "dengan pembayaran, paling lambat masuk dalam tiga hari kerja. Bila belum masuk, balas "
            "pesan ini; laporannya kami buka kembali."
        ),
    ),
    Story(
        title="Delay lima jam tanpa kompensasi di {place}",
        text=(
            "Penerbangan {what} saya terlambat lima jam di {place}. Tidak ada makanan, tidak ada "
            "kabar, dan petugas konter menghilang. Bagaimana hak kami sebagai penumpang?"
        ),
        scenes=(
            Scene("Bandara Ngurah Rai", "OBU-IV", "Layang Senja Air"),
            Scene("Bandara Soekarno-Hatta", "OBU-I", "Rinjani Langit"),
            Scene("Bandara Supadio, Pontianak", "OBU-I", "Awan Nirmala Air"),
        ),
        sector=Sector.AIR,
        handover="Hak penumpang atas keterlambatan; wewenang Otoritas Bandar Udara.",
        question="Mohon kirimkan foto pas naik Anda dan jam keberangkatan yang sebenarnya.",
        answer=(
            "Menurut aturan, keterlambatan di atas empat jam diganti Rp300.000 per penumpang. "
            "Maskapai sudah mengakui keterlambatan itu dan membayar 142 penumpang mulai hari ini."
        ),
    ),
    Story(
        title="Izin drone pemetaan belum dibalas",
        text=(
            "Kelompok tani kami di {place} mengajukan izin drone untuk memetakan sawah. Sudah tiga "
            "minggu belum ada balasan, padahal musim tanam sebentar lagi."
        ),
        scenes=(Scene("Sigi", "DIT-NAVPEN"), Scene("Karawang", "DIT-NAVPEN")),
        sector=Sector.AIR,
        handover="Izin ruang udara; wewenang Direktorat Navigasi Penerbangan.",
        question="Mohon kirimkan nomor permohonan serta titik koordinat sawahnya.",
        answer=(
            "Permohonan Anda tertahan karena koordinatnya tertukar lintang dan bujur. Sudah kami "
            "betulkan; izin terbit hari ini dan berlaku tiga bulan."
        ),
    ),
    Story(
        title="Bagasi pecah, klaim ditolak di {place}",
        text=(
            "Koper saya pecah saat tiba di {place} dengan {what}. Klaim ditolak dengan alasan saya "
            "baru melapor setelah keluar ruang bagasi, padahal antrean lapornya satu jam."
        ),
        scenes=(
            Scene("Bandara Hang Nadim, Batam", "OBU-II", "Rinjani Langit"),
            Scene("Bandara Juanda", "OBU-III", "Layang Senja Air"),
            Scene("Bandara Hasanuddin", "OBU-V", "Awan Nirmala Air"),
        ),
        sector=Sector.AIR,
        handover="Sengketa ganti rugi bagasi dengan maskapai.",
        question="Mohon kirimkan foto koper dan label bagasinya.",
        answer=(
            "Maskapai keliru: laporan dapat diajukan sampai tujuh hari setelah tiba. Klaim Anda "
            "diterima dan ganti ruginya dibayarkan pekan ini."
        ),
    ),
    Story(
        title="Harga tiket perintis di atas tarif di {place}",
        text=(
            "Tiket penerbangan perintis di {place} dijual dua kali lipat dari tarif yang tertempel "
            "di konter. Katanya kursi subsidi habis, tetapi pesawatnya setengah kosong."
        ),
        scenes=(Scene("Nabire", "UPBU-DOUW-ATURURE"), Scene("Long Apung", "UPBU-LONG-APUNG")),
        sector=Sector.AIR,
        handover="Pengawasan tarif perintis oleh penyelenggara bandar udara.",
        answer=(
            "Kami mencocokkan penjualan dengan daftar penumpang: 23 tiket dijual di atas tarif. "
            "Agennya dicabut, dan selisihnya dikembalikan kepada Anda dan penumpang lain."
        ),
    ),
    Story(
        title="Kursi roda tidak tersedia di {place}",
        text=(
            "Ayah saya memakai kursi roda. Di {place} kami menunggu 50 menit dan akhirnya beliau "
            "digendong naik tangga pesawat. Mohon diperbaiki, ini soal martabat."
        ),
        scenes=(
            Scene("Bandara Komodo, Labuan Bajo", "UPBU-KOMODO"),
            Scene("Bandara Sultan Babullah, Ternate", "UPBU-SULTAN-BABULLAH"),
        ),
        sector=Sector.AIR,
        handover="Fasilitas bagi penyandang disabilitas di bandar udara.",
        answer=(
            "Mohon maaf yang sebesar-besarnya kepada Ayah Anda. Kendaraan pengangkat sedang rusak "
            "dan penggantinya tiba bulan depan; sampai saat itu penumpang berkursi roda dilayani "
            "di "
            "garbarata. Tiga petugas kami tambahkan untuk pendampingan."
        ),
        outcome=Outcome.PARTLY,
    ),
    Story(
        title="Menanyakan aturan membawa baterai cadangan",
        text=(
            "Saya terbang dari {place} pekan depan. Berapa kapasitas baterai cadangan yang boleh "
            "dibawa, dan apakah masuk kabin atau bagasi?"
        ),
        scenes=(
            Scene("Yogyakarta", "PK151"),
            Scene("Sorong", "PK151"),
            Scene("Padang", "PK151"),
        ),
        sector=Sector.AIR,
        kind=Kind.INFORMATION_REQUEST,
        outcome=Outcome.EXPLAINED,
        answer=(
            "Baterai cadangan hanya boleh di kabin, tidak di bagasi tercatat. Sampai 100 Wh boleh "
            "langsung; antara 100 dan 160 Wh perlu persetujuan maskapai; di atas itu tidak boleh. "
            "Lindungi kutubnya supaya tidak terjadi hubungan pendek."
        ),
    ),
    Story(
        title="Petugas meminta uang kelebihan bagasi tanpa kuitansi",
        text=(
            "Di {place}, petugas konter bandara meminta Rp300.000 untuk kelebihan bagasi dan "
            "menolak "
            "memberi kuitansi. Penumpang di belakang saya mengalami hal yang sama."
        ),
        scenes=(Scene("sebuah bandara perintis di Papua", "ITJEN"),),
        sector=Sector.AIR,
        kind=Kind.MISCONDUCT,
        question="Mohon sebutkan tanggal dan nomor penerbangannya. Identitas Anda kami lindungi.",
        answer=(
            "Pemeriksaan kami selesai dan laporan Anda terbukti. Pegawai itu dijatuhi hukuman "
            "disiplin, dan pembayaran kelebihan bagasi kini hanya dengan mesin."
        ),
    ),
    Story(
        title="Saran: air minum isi ulang di {place}",
        text="Mohon disediakan keran air minum setelah pemeriksaan keamanan di {place}.",
        scenes=(Scene("Bandara Sam Ratulangi", "OBU-VIII"), Scene("Bandara Juanda", "OBU-III")),
        sector=Sector.AIR,
        kind=Kind.SUGGESTION,
        handover="Usul bagi pengelola bandar udara.",
        outcome=Outcome.ACCEPTED,
        answer="Usul diterima. Tiga keran air minum dipasang di ruang tunggu {place} bulan depan.",
    ),
)
