"""The grounds for an objection, art. 35 of UU 14/2008, in words of our own (DOMAIN.md §3)."""

from datetime import date

from django.db import migrations

#: Two years after the law was made; from memory, as the grounds of art. 17.
START = date(2010, 4, 30)

GROUNDS = [
    ("a", "Permintaan ditolak", "The request was refused"),
    (
        "b",
        "Informasi berkala tidak disediakan",
        "Information that must be published regularly is not provided",
    ),
    ("c", "Permintaan tidak ditanggapi", "There was no response"),
    (
        "d",
        "Ditanggapi tidak sebagaimana yang diminta",
        "The response is not what was asked for",
    ),
    ("e", "Permintaan tidak dipenuhi", "The request was not fulfilled"),
    ("f", "Biaya tidak wajar", "The cost is unreasonable"),
    ("g", "Disampaikan melebihi waktu", "It came later than the law allows"),
]


def seed(apps, schema_editor):
    ground = apps.get_model("information_requests", "ObjectionGround")
    for code, name_id, name_en in GROUNDS:
        ground.objects.create(
            code=code,
            name_id=name_id,
            name_en=name_en,
            reference_id=f"UU 14/2008 ps. 35(1){code}",
            reference_en=f"Law 14/2008 art. 35(1){code}",
            valid_from=START,
        )


def unseed(apps, schema_editor):
    apps.get_model("information_requests", "ObjectionGround").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("information_requests", "0001_initial")]

    operations = [migrations.RunPython(seed, unseed)]
