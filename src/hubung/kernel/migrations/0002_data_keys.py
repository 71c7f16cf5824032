"""Which keys seal NIK and NIP; the keys themselves are in a file."""

from django.db import migrations, models

import hubung.kernel.clock


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("version", models.PositiveIntegerField(primary_key=True, serialize=False)),
                (
                    "fingerprint",
                    models.CharField(help_text="Tells the right key from another.", max_length=16),
                ),
                ("made_at", models.DateTimeField(default=hubung.kernel.clock.now)),
            ],
        ),
    ]
