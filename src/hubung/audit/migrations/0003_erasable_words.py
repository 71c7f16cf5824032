"""Reasons and addresses can be emptied when the law, or their time of retention, wants it."""

from django.db import migrations

from hubung.kernel.appendonly import protect

PLACE = ("seq", "genuine", "previous_hash", "hash")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.RunPython(
            protect("audit_entry", once=PLACE, erasable=("why", "address", "salt")),
            protect("audit_entry", once=PLACE),
        )
    ]
