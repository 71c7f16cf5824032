from django.db import migrations, models

#: Which alarm was the last one, by clock and by the one that was to come next.
_BEFORE = {
    ("resolution", "most"): "half",
    ("resolution", "breach"): "most",
    ("verify", "breach"): "most",
    ("follow_up", "breach"): "most",
    ("completion", "breach"): "half",
}


def remember(apps, schema_editor):
    """Only clocks that run can sound again, and those are few."""
    clock = apps.get_model("cases", "Clock")
    running = clock.objects.filter(met_at__isnull=True, stopped_at__isnull=True)
    for (name, alarm), before in _BEFORE.items():
        running.filter(name=name, alarm=alarm).update(sounded=before)
    # A known date, and nothing to come: its breach was told.
    running.filter(alarm="", due_at__isnull=False).update(sounded="breach")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_personal_data"),
    ]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="sounded",
            field=models.CharField(blank=True, help_text="The last alarm there was.", max_length=10),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
