"""What Wagtail expects to find: the root of pages, the root of collections, a language."""

from django.conf import settings
from django.db import migrations


def sort_paths_by_bytes(apps, schema_editor):
    """Whatever the language of the database sorts first."""
    if schema_editor.connection.vendor == "postgresql":
        for table in ("wagtailcore_page", "wagtailcore_collection"):
            schema_editor.execute(
                f'ALTER TABLE {table} ALTER COLUMN path TYPE VARCHAR(255) COLLATE "C"'
            )


def begin(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    locale = apps.get_model("wagtailcore", "Locale").objects.create(
        language_code=settings.LANGUAGE_CODE
    )
    page, _new = ContentType.objects.get_or_create(app_label="wagtailcore", model="page")
    apps.get_model("wagtailcore", "Page").objects.create(
        title="Root",
        draft_title="Root",
        slug="root",
        content_type=page,
        path="0001",
        depth=1,
        numchild=0,
        url_path="/",
        locale=locale,
    )
    apps.get_model("wagtailcore", "Collection").objects.create(
        name="Root", path="0001", depth=1, numchild=0
    )


class Migration(migrations.Migration):
    dependencies = [
        ("wagtailcore", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(sort_paths_by_bytes, migrations.RunPython.noop),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
