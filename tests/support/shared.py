"""What every process of a test run needs, and only one of them makes."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

#: Names the folder of the run, which the processes of pytest-xdist inherit.
RUN = "HUBUNG_TEST_RUN"


def folder() -> Path:
    """The run's folder; goes away with the process that began the run."""
    return Path(os.environ[RUN])


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder `name`, filled by `make` for the first who asks; the others wait for it."""
    made = folder() / name
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            draft = made.with_suffix(".draft")
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(mode=0o700)
            make(draft)
            draft.rename(made)
    return made
