from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import migrations


def lift(_apps: Any, _editor: Any) -> None:
    """files/ab/cd/abcd… → files/ab/abcd…: new files need no new folder, which costs two syncs."""
    root = Path(settings.HUBUNG.home, "files")
    for folder in root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]"):
        for file in folder.iterdir():
            os.replace(file, folder.parent / file.name)
        folder.rmdir()


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_data_keys")]

    operations = [migrations.RunPython(lift, migrations.RunPython.noop)]
