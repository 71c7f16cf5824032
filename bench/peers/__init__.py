"""Programs that others use for this work, each in a virtual environment of its own.

They are installed from the package index by its ordinary client, with every version pinned in
`<name>.txt`, the first time they are measured; `driver` then runs under their interpreter.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Peer:
    """`name` also names the pinned requirements; `driver` is the module that measures it."""

    name: str
    label: str
    driver: str
    databases: tuple[str, ...] = ("sqlite",)

    @property
    def requirements(self) -> Path:
        return Path(__file__).with_name(f"{self.name}.txt")


HELPDESK = Peer(
    "helpdesk", "django-helpdesk 2.6.1", "bench.peers.helpdesk", ("sqlite", "postgresql")
)
ROUNDUP = Peer("roundup", "roundup 2.6.0", "bench.peers.roundup")
PEERS = (HELPDESK, ROUNDUP)


class PeerUnavailableError(Exception):
    """A peer could not be installed; the message says why."""


def interpreter(peer: Peer, home: Path, say: Callable[[str], None]) -> Path:
    """The Python that the peer is installed for, made at the first use below `home`.

    Raises PeerUnavailableError when the package index cannot be reached.
    """
    folder = home / "peers" / peer.name
    python = folder / "bin" / "python"
    wanted = hashlib.sha256(peer.requirements.read_bytes()).hexdigest()
    mark = folder / "requirements.sha256"
    if mark.exists() and mark.read_text() == wanted:
        return python
    say(f"Installing {peer.label} …")
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "-r", str(peer.requirements)], stdout=sys.stderr, check=False)
    if done.returncode:
        raise PeerUnavailableError(f"{peer.label} could not be installed.")
    mark.write_text(wanted)
    return python
