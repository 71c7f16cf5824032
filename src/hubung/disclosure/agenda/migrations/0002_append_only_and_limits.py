"""The history only grows; the limits that hold at the start, ours (DOMAIN.md §3)."""

from datetime import date

from django.db import migrations

from hubung.kernel.appendonly import protect, unprotect

START = date(2000, 1, 1)
OWN = "Ketetapan Hubung"

LIMITS = [
    ("announce", 1, True),
    ("decide", 3, True),
    ("longest", 365, False),
]


def seed(apps, schema_editor):
    limit = apps.get_model("agenda", "Limit")
    limit.objects.bulk_create(
        limit(name=name, days=days, working_days=working, source=OWN, valid_from=START)
        for name, days, working in LIMITS
    )


class Migration(migrations.Migration):
    dependencies = [("agenda", "0001_initial")]

    operations = [
        migrations.RunPython(protect("agenda_change"), unprotect("agenda_change")),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
