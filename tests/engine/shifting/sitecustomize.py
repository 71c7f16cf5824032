"""On the path of a program under test: its clock is put right as a file says, while it runs.

The file named by `HUBUNG_TEST_SHIFT` holds seconds. (Debian's faketime shifts what a sleeping
Python is to be woken by, too.)
"""

from __future__ import annotations

import os
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path


def _follow(file: Path) -> None:
    while True:
        if (clock := sys.modules.get("hubung.kernel.clock")) and (said := file.read_text()):
            vars(clock)["_shift"] = timedelta(seconds=int(said))
        time.sleep(0.05)


if "HUBUNG_TEST_SHIFT" in os.environ:
    follow = threading.Thread(
        target=_follow, args=(Path(os.environ["HUBUNG_TEST_SHIFT"]),), daemon=True
    )
    follow.start()
