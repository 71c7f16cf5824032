"""The limits of exemptions that hold at the start, ours (DOMAIN.md §3): the law says only that no
exemption is for ever."""

from datetime import date

from django.db import migrations

START = date(2000, 1, 1)
OWN = "Ketetapan Hubung"

LIMITS = [
    ("decide", 10, True),
    ("longest", 1826, False),
]


def seed(apps, schema_editor):
    limit = apps.get_model("grounds", "Limit")
    limit.objects.bulk_create(
        limit(name=name, days=days, working_days=working, source=OWN, valid_from=START)
        for name, days, working in LIMITS
    )


class Migration(migrations.Migration):
    dependencies = [("grounds", "0003_limit")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
