"""A token remembers, as marks, the addresses that it was used from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0002_webhooks")]

    operations = [
        migrations.AddField(
            model_name="token",
            name="places",
            field=models.JSONField(
                default=list,
                help_text="Marks of the addresses that it was used from, the latest last.",
            ),
        ),
    ]
