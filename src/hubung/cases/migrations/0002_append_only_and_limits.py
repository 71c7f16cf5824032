"""The timeline only grows; the time limits that hold at the start (DOMAIN.md §2)."""

from datetime import date

from django.db import migrations

from hubung.kernel.appendonly import protect, unprotect

START = date(2000, 1, 1)
PRACTICE = "Praktik layanan pengaduan nasional"
RULE = "Batas per jenis laporan, layanan pengaduan nasional"
OWN = "Ketetapan Hubung"

LIMITS = [
    ("tier1", "", 1, True, OWN),
    ("verify", "", 3, True, PRACTICE),
    ("follow_up", "", 5, True, PRACTICE),
    ("resolution", "information_request", 5, True, RULE),
    ("resolution", "suggestion", 5, True, RULE),
    ("resolution", "complaint", 14, True, RULE),
    ("resolution", "misconduct", 60, True, RULE),
    ("resolution", "praise", 5, True, OWN),
    ("completion", "", 30, False, "UU 25/2009"),
    ("auto_close", "", 10, True, PRACTICE),
]


def seed(apps, schema_editor):
    limit = apps.get_model("cases", "TimeLimit")
    limit.objects.bulk_create(
        limit(clock=clock, kind=kind, days=days, working_days=working, source=source, valid_from=START)
        for clock, kind, days, working, source in LIMITS
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunPython(protect("cases_entry"), unprotect("cases_entry")),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
