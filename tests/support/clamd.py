"""ClamAV's own clamd, with one signature of ours: no signatures can be fetched in a test."""

from __future__ import annotations

import contextlib
import hashlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from hubung.mail.daemons import installation
from hubung.mail.daemons.antivirus import trouble

PROGRAM = Path("/usr/sbin/clamd")
#: What every scanner takes for a virus, to be tried with; in parts, for scanners of this machine.
EICAR = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-" + "FILE!$H+H*").encode()
NAME = "Hubung.Test.Eicar"
#: As clamd calls what none of its makers' own signatures has found.
FOUND = f"{NAME}.UNOFFICIAL"


@contextlib.contextmanager
def running(folder: Path) -> Iterator[None]:
    """It listens at `clamd.ctl` in the folder for the length of a block."""
    if not PROGRAM.exists():
        installation.add(["clamav-daemon"])
    signatures = folder / "signatures"
    signatures.mkdir(parents=True)
    folder.chmod(0o755)
    digest = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
    (signatures / "own.hdb").write_text(f"{digest}:{len(EICAR)}:{NAME}\n")
    (folder / "clamd.conf").write_text(
        f"Foreground yes\nDatabaseDirectory {signatures}\nLocalSocket {folder}/clamd.ctl\n"
        f"LocalSocketMode 666\nLogFile {folder}/clamd.log\nMaxThreads 2\n"
    )
    process = subprocess.Popen(
        [PROGRAM, "-c", folder / "clamd.conf"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while said := trouble(str(folder / "clamd.ctl")):
            assert process.poll() is None, (folder / "clamd.log").read_text()
            assert time.monotonic() < deadline, said
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()
