from datetime import date

from django.db import migrations, models

from hubung.kernel.migrating import CreateModels

# The grounds of art. 17 of UU 14/2008, in words of our own (DOMAIN.md §3). From memory:
# `verified_on` stays null until somebody has compared them with the text of the law.

#: Two years after the law was made; from memory too.
LAW_SINCE = date(2010, 4, 30)

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

# The limits of exemptions that hold at the start, ours: the law says only that no exemption is for
# ever.
START = date(2000, 1, 1)
OWN = "Ketetapan Hubung"

LIMITS = [
    ("decide", 10, True),
    ("longest", 1826, False),
]


def seed_grounds(apps, schema_editor):
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
            valid_from=LAW_SINCE,
        )
        for code, name_id, name_en, meaning_id, meaning_en in GROUNDS
    )


def seed_limits(apps, schema_editor):
    limit = apps.get_model("grounds", "Limit")
    limit.objects.bulk_create(
        limit(name=name, days=days, working_days=working, source=OWN, valid_from=START)
        for name, days, working in LIMITS
    )


class Migration(migrations.Migration):

    replaces = [
        ('grounds', '0001_initial'),
        ('grounds', '0002_article_17'),
        ('grounds', '0003_limit'),
        ('grounds', '0004_limits_of_exemptions'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Ground',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(help_text='The letter in the law, as `a`.', max_length=4)),
                    ('name_id', models.CharField(max_length=80)),
                    ('name_en', models.CharField(max_length=80)),
                    ('meaning_id', models.TextField()),
                    ('meaning_en', models.TextField()),
                    ('reference_id', models.CharField(help_text='As the law is cited.', max_length=120)),
                    ('reference_en', models.CharField(max_length=120)),
                    ('valid_from', models.DateField()),
                    ('valid_to', models.DateField(blank=True, help_text='The first day without it.', null=True)),
                    ('verified_on', models.DateField(blank=True, help_text='Compared with the text of the law; null: not yet.', null=True)),
                ],
                options={
                    'ordering': ['code', 'valid_from'],
                    'constraints': [models.UniqueConstraint(fields=('code', 'valid_from'), name='ground_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='ground_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='Limit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(choices=[('decide', 'Decide'), ('longest', 'Longest')], max_length=10)),
                    ('days', models.PositiveSmallIntegerField()),
                    ('working_days', models.BooleanField(default=True)),
                    ('source', models.CharField(max_length=200)),
                    ('valid_from', models.DateField()),
                    ('valid_to', models.DateField(blank=True, help_text='The first day without it.', null=True)),
                ],
                options={
                    'ordering': ['name', 'valid_from'],
                    'constraints': [models.UniqueConstraint(fields=('name', 'valid_from'), name='exemption_limit_once')],
                },
            ),
        ]),
        migrations.RunPython(seed_grounds, migrations.RunPython.noop),
        migrations.RunPython(seed_limits, migrations.RunPython.noop),
    ]
