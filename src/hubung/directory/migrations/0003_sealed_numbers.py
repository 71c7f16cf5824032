"""Tables for NIP and sent files, both sealed; the next migration moves what stands in clear."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def sealed(owner, related_name, to, **more):
    return {
        "fields": [
            ("sealed", models.BinaryField(help_text="nonce ‖ ciphertext ‖ tag, AES-256-GCM.")),
            *more.items(),
            (
                owner,
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    primary_key=True,
                    related_name=related_name,
                    serialize=False,
                    to=to,
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
        ]
    }


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_titles_and_imports"), ("kernel", "0002_data_keys")]

    operations = [
        migrations.RenameField("person", "nip", "clear_nip"),
        migrations.RenameField("importjob", "content", "clear_content"),
        migrations.AlterField("importjob", "clear_content", models.BinaryField(default=b"")),
        migrations.CreateModel("ImportFile", **sealed("job", "file", "directory.importjob")),
        migrations.CreateModel(
            "StaffNumber",
            **sealed(
                "person",
                "nip",
                settings.AUTH_USER_MODEL,
                digest=models.CharField(
                    help_text="HMAC-SHA-256 under the same key version.", max_length=64
                ),
            ),
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("digest",), name="staff_number_once")
                ]
            },
        ),
    ]
