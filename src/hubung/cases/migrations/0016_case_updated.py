"""Programs ask what changed since they last asked; without an index that reads every case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_sounded_alarms")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["updated_at"], name="case_updated"),
        ),
    ]
