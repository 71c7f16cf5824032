"""The grounds of art. 17 of UU 14/2008, in words of our own (DOMAIN.md §3).

From memory: `verified_on` stays null until somebody has compared them with the text of the law.
"""

from datetime import date

from django.db import migrations

#: Two years after the law was made; from memory too.
START = date(2010, 4, 30)

GROUNDS = [
    (
        "a",
        "Penegakan hukum",
        "Law enforcement",
        "Membukanya dapat menghambat pemeriksaan perkara, atau membahayakan pelapor, saksi, "
        "korban, atau petugasnya.",
        "Opening it could obstruct an investigation, or endanger those who report, witness, "
        "suffered from or work on it.",
    ),
    (
        "b",
        "Kekayaan intelektual dan persaingan usaha",
        "Intellectual property and competition",
        "Membukanya dapat mengganggu perlindungan kekayaan intelektual, atau persaingan usaha "
        "yang sehat.",
        "Opening it could harm the protection of intellectual property, or fair competition.",
    ),
    (
        "c",
        "Pertahanan dan keamanan negara",
        "Defence and security of the state",
        "Membukanya dapat membahayakan pertahanan dan keamanan negara.",
        "Opening it could endanger the defence and security of the state.",
    ),
    (
        "d",
        "Kekayaan alam",
        "Natural wealth",
        "Membukanya dapat menyingkap kekayaan alam Indonesia yang harus dilindungi.",
        "Opening it could lay open natural wealth of Indonesia that has to be protected.",
    ),
    (
        "e",
        "Ketahanan ekonomi nasional",
        "Resilience of the national economy",
        "Membukanya terlalu dini dapat merugikan ketahanan ekonomi nasional.",
        "Opening it too early could harm the resilience of the national economy.",
    ),
    (
        "f",
        "Hubungan luar negeri",
        "Foreign relations",
        "Membukanya dapat merugikan kepentingan hubungan luar negeri.",
        "Opening it could harm the interests of foreign relations.",
    ),
    (
        "g",
        "Akta otentik pribadi dan wasiat",
        "Private authentic deeds and wills",
        "Membukanya dapat menyingkap isi akta otentik yang bersifat pribadi, atau kemauan "
        "terakhir atau wasiat seseorang.",
        "Opening it could reveal a private authentic deed, or somebody's last wishes or will.",
    ),
    (
        "h",
        "Rahasia pribadi",
        "Personal secrets",
        "Membukanya dapat menyingkap rahasia pribadi, seperti riwayat keluarga, kesehatan, "
        "keuangan, atau penilaian atas seseorang.",
        "Opening it could reveal personal secrets, as of somebody's family, health, finances, or "
        "how they were assessed.",
    ),
    (
        "i",
        "Surat antar atau intra badan publik",
        "Memoranda within or between public bodies",
        "Surat atau memorandum di dalam atau di antara badan publik yang menurut sifatnya "
        "dirahasiakan, selama Komisi Informasi atau pengadilan tidak memutuskan lain.",
        "A letter or memorandum within or between public bodies that is secret by its nature, "
        "unless the Information Commission or a court decides otherwise.",
    ),
    (
        "j",
        "Rahasia menurut undang-undang",
        "Secret by statute",
        "Undang-undang lain melarang membukanya.",
        "Another statute forbids to open it.",
    ),
]


def seed(apps, schema_editor):
    ground = apps.get_model("grounds", "Ground")
    ground.objects.bulk_create(
        ground(
            code=code,
            name_id=name_id,
            name_en=name_en,
            meaning_id=meaning_id,
            meaning_en=meaning_en,
            reference_id=f"Pasal 17 huruf {code} UU 14/2008",
            reference_en=f"Art. 17 ({code}) of Law 14/2008",
            valid_from=START,
        )
        for code, name_id, name_en, meaning_id, meaning_en in GROUNDS
    )


class Migration(migrations.Migration):
    dependencies = [("grounds", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
