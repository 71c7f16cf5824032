"""The log and its seals only grow; the chain begins."""

from django.db import migrations

from hubung.kernel.appendonly import protect, unprotect


def begin(apps, schema_editor):
    apps.get_model("audit", "Head").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(
            protect("audit_entry", once=("seq", "genuine", "previous_hash", "hash")),
            unprotect("audit_entry"),
        ),
        migrations.RunPython(protect("audit_seal"), unprotect("audit_seal")),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
