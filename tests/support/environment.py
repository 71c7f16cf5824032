"""The surroundings of a test session: a fresh state folder and the chosen database.

`prepare()` runs before Django's settings are read (from the top of `tests/conftest.py`), because
those settings are made from the environment. Nothing of the caller's own installation is used: any
`HUBUNG_*` variable of the shell is dropped, except the ones that choose the database.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.support import postgres, shared

DATABASE = "HUBUNG_TEST_DATABASE"
DATABASE_URL = "HUBUNG_DATABASE__URL"


def engine() -> str:
    """`sqlite` (the default) or `postgresql`, as `HUBUNG_TEST_DATABASE` says."""
    chosen = os.environ.get(DATABASE, "sqlite")
    if chosen not in ("sqlite", "postgresql"):
        raise ValueError(f"{DATABASE} must be sqlite or postgresql, not {chosen!r}.")
    return chosen


def prepare() -> Path:
    """Set the environment of this process and its children; returns the session's state folder.

    With pytest-xdist this runs in the controller first, which starts the one PostgreSQL cluster,
    and then in every worker, which finds the cluster's address in what it inherits.
    """
    kept = {DATABASE, shared.RUN} | ({DATABASE_URL} if engine() == "postgresql" else set())
    for name in [name for name in os.environ if name.startswith("HUBUNG_") and name not in kept]:
        del os.environ[name]
    home = Path(tempfile.mkdtemp(prefix="hubung-test-"))
    atexit.register(_remove, home, os.getpid())
    os.environ["HUBUNG_HOME"] = str(home)
    os.environ.setdefault(shared.RUN, str(home))
    # A test of the telephone says so, and brings an engine.
    os.environ["HUBUNG_PHONE__ENABLED"] = "false"
    # So does a test of the mail daemons.
    os.environ["HUBUNG_MAIL_SYSTEM__ENABLED"] = "false"
    os.environ["DJANGO_SETTINGS_MODULE"] = "hubung.project.settings"
    if engine() == "postgresql" and DATABASE_URL not in os.environ:
        os.environ[DATABASE_URL] = postgres.start().url("hubung")
    return home


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # a forked child must not take its parent's folder away
        shutil.rmtree(folder, ignore_errors=True)
