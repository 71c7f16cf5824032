"""Every NIP and every file that waits goes into its sealed table, in batches.

Reports of imports that are kept show NIP whole; there they are masked.
"""

import re

from django.db import migrations

from hubung.kernel import keyring, sealed
from hubung.ui.people import mask_number

BATCH = 2000
#: Digits as of a NIP that was perhaps mistyped: longer than any telephone number.
NUMBER = re.compile(r"(?<!\d)\d(?:[ .'’-]?\d){15,19}(?!\d)")
NUMBERS, FILES = "directory.staffnumber", "directory.importfile"


def seal(apps, schema_editor):
    person, number = (
        apps.get_model("directory", "Person"),
        apps.get_model("directory", "StaffNumber"),
    )
    job, file = apps.get_model("directory", "ImportJob"), apps.get_model("directory", "ImportFile")
    clear = person.objects.exclude(clear_nip=None).values_list("pk", "clear_nip").order_by("pk")
    while rows := list(clear[:BATCH]):
        key = sealed.current()
        number.objects.bulk_create(
            number(
                pk=pk,
                sealed=key.seal(nip.encode(), sealed.context_of(NUMBERS, pk)),
                digest=key.digest("nip", nip),
                key_id=key.version,
            )
            for pk, nip in rows
        )
        person.objects.filter(pk__in=[pk for pk, _nip in rows]).update(clear_nip=None)
    for old in job.objects.order_by("pk").iterator(chunk_size=20):
        if old.clear_content:
            key = sealed.current()
            box = key.seal(bytes(old.clear_content), sealed.context_of(FILES, old.pk))
            file.objects.create(pk=old.pk, sealed=box, key_id=key.version)
        old.report, old.clear_content = masked(old.report), b""
        old.save(update_fields=["report", "clear_content"])


def masked(value):
    """A report with every NIP masked, in whatever text it stands."""
    if isinstance(value, str):
        return NUMBER.sub(lambda found: mask_number(found[0]), value)
    if isinstance(value, list):
        return [masked(each) for each in value]
    if isinstance(value, dict):
        return {name: masked(each) for name, each in value.items()}
    return value


def unseal(apps, schema_editor):
    person, number = (
        apps.get_model("directory", "Person"),
        apps.get_model("directory", "StaffNumber"),
    )
    job, file = apps.get_model("directory", "ImportJob"), apps.get_model("directory", "ImportFile")
    for row in number.objects.order_by("pk").iterator():
        person.objects.filter(pk=row.pk).update(clear_nip=opened(row, NUMBERS).decode())
    for row in file.objects.order_by("pk").iterator(chunk_size=20):
        job.objects.filter(pk=row.pk).update(clear_content=opened(row, FILES))
    number.objects.all().delete()
    file.objects.all().delete()


def opened(row, label):
    return keyring.find(row.key_id).open(bytes(row.sealed), sealed.context_of(label, row.pk))


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_sealed_numbers")]

    operations = [migrations.RunPython(seal, unseal)]
