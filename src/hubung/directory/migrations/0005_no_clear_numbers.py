"""Nothing in clear is left, and no column that could hold it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_seal_numbers")]

    operations = [
        migrations.RemoveField("person", "clear_nip"),
        migrations.RemoveField("importjob", "clear_content"),
    ]
