"""What a database deletes stays in its pages until they are written anew: they are, here."""

from django.db import migrations


def sweep(apps, schema_editor):
    number, job = (
        apps.get_model("directory", "StaffNumber"),
        apps.get_model("directory", "ImportJob"),
    )
    if not number.objects.exists() and not job.objects.exists():
        return
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM FULL directory_person, directory_importjob")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("directory", "0005_no_clear_numbers")]

    operations = [migrations.RunPython(sweep, migrations.RunPython.noop)]
