"""The NIK of who asks for information, sealed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_sealed_originals"), ("kernel", "0002_data_keys")]

    operations = [
        migrations.CreateModel(
            name="ResidentNumber",
            fields=[
                ("sealed", models.BinaryField(help_text="nonce ‖ ciphertext ‖ tag, AES-256-GCM.")),
                (
                    "digest",
                    models.CharField(
                        help_text="HMAC-SHA-256 under the same key version.", max_length=64
                    ),
                ),
                (
                    "reporter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="nik",
                        serialize=False,
                        to="cases.reporter",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.datakey",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["digest"], name="resident_number_digest")],
            },
        ),
    ]
