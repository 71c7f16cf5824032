"""Debian's packages in a folder of their own: nothing of the machine is changed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from bench.installation import home, say


def unpacked(*packages: str) -> Path:
    """The folder in which these packages lie, fetched and verified by apt at the first time.

    What they need besides must be there or be named too. Raises CalledProcessError.
    """
    folder = home() / "debian" / "_".join(packages)
    if folder.exists():
        return folder
    say(f"Fetching {', '.join(packages)} from Debian …")
    draft = folder.with_name(f"{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    (draft / "packages").mkdir(parents=True)
    # Its own helper account could not write here.
    fetch = ["apt-get", "-o", "APT::Sandbox::User=root", "download", "-qq", *packages]
    subprocess.run(fetch, cwd=draft / "packages", check=True)
    for package in sorted((draft / "packages").glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", package, draft], check=True)
    draft.rename(folder)
    return folder


def libraries(folder: Path) -> str:
    """For LD_LIBRARY_PATH: where the packages of a folder brought their libraries."""
    return ":".join(sorted({str(file.parent) for file in folder.glob("usr/lib/**/*.so*")}))
