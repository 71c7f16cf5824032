"""Canned answers of the demonstration; `{placeholders}` are filled from the case."""

from __future__ import annotations

from hubung.cases.choices import Kind
from hubung.cases.models import CannedAnswer
from hubung.directory.models import Sector


def load() -> None:
    """Add them; nothing when there are any."""
    if not CannedAnswer.objects.exists():
        CannedAnswer.objects.bulk_create(CannedAnswer(**fields) for fields in _ANSWERS)


_ANSWERS: tuple[dict[str, str], ...] = (
    {
        "title": "Terima kasih dan langkah berikutnya",
        "text": (
            "Yth. {nama}, terima kasih sudah melapor. Laporan Anda bernomor {nomor} dan "
            "sekarang di meja {unit}. Kabar berikutnya paling lambat {batas}."
        ),
    },
    {
        "title": "Mohon maaf, kami terlambat",
        "text": (
            "Yth. {nama}, mohon maaf: kabar untuk laporan {nomor} terlambat kami sampaikan. "
            "Penyebabnya ada pada kami, bukan pada Anda. Yang sudah dan akan kami lakukan:\n\n"
        ),
    },
    {
        "title": "Bukan wewenang kami, sudah diteruskan",
        "text": (
            "Yth. {nama}, perkara ini wewenang instansi lain dan sudah kami teruskan. Anda "
            "tidak perlu melapor ulang. Bila dalam dua pekan belum ada kabar, balas pesan ini."
        ),
    },
    {
        "title": "Syarat buku pelaut baru",
        "kind": Kind.INFORMATION_REQUEST,
        "sector": Sector.SEA,
        "text": (
            "Untuk buku pelaut baru siapkan sertifikat keterampilan, surat keterangan sehat, SKCK, "
            "KTP atau akta kelahiran, dan pasfoto (latar biru untuk dek, merah untuk mesin). Biaya "
            "resminya Rp100.000, dibayar lewat kode tagihan. Anda tidak memerlukan perantara."
        ),
    },
    {
        "title": "Sertifikat pelaut: berkas sedang diperiksa",
        "kind": Kind.COMPLAINT,
        "sector": Sector.SEA,
        "text": (
            "Yth. {nama}, berkas Anda kami temukan dan sedang diperiksa {unit}. Bila kapal "
            "Anda berangkat sebelum {batas}, balas pesan ini dengan tanggal keberangkatannya."
        ),
    },
    {
        "title": "Hak penumpang saat penerbangan terlambat",
        "kind": Kind.INFORMATION_REQUEST,
        "sector": Sector.AIR,
        "text": (
            "Saat penerbangan terlambat, maskapai wajib memberi minuman setelah satu jam, makanan "
            "ringan setelah dua jam, makanan berat setelah tiga jam, dan ganti rugi Rp300.000 "
            "setelah empat jam. Simpan pas naik Anda sebagai bukti."
        ),
    },
    {
        "title": "Truk muatan lebih: jadwal pemeriksaan",
        "kind": Kind.COMPLAINT,
        "sector": Sector.LAND,
        "text": (
            "Yth. {nama}, ruas yang Anda sebut kami masukkan ke jadwal pemeriksaan mendadak. "
            "Hasilnya kami kabarkan lewat laporan {nomor}."
        ),
    },
    {
        "title": "Perlintasan sebidang: penilaian lapangan",
        "kind": Kind.COMPLAINT,
        "sector": Sector.RAIL,
        "text": (
            "Yth. {nama}, petugas kami menilai perlintasan itu dalam lima hari kerja. Sampai "
            "saat itu kami meminta operator mengurangi kecepatan kereta di titik tersebut."
        ),
    },
    {
        "title": "Terima kasih atas apresiasi",
        "kind": Kind.PRAISE,
        "text": (
            "Yth. {nama}, terima kasih sudah menyempatkan diri menulis. Ucapan Anda kami "
            "sampaikan kepada petugasnya dan atasannya."
        ),
    },
    {
        "title": "Thank you, and what happens next",
        "language": "en",
        "text": (
            "Dear {nama}, thank you for your report {nomor}. It is now with {unit}. You will hear "
            "from us by {batas}."
        ),
    },
)
