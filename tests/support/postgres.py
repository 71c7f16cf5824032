"""A private PostgreSQL cluster for one test session, from Debian's packages.

It lives in a temporary folder, listens on a Unix socket only, and goes away with the session. The
tests connect as `hubung`, a role that may create databases and nothing more, so that a migration
which needs a superuser fails here and not in a ministry.
"""

from __future__ import annotations

import atexit
import functools
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg

ROLE = "hubung"
# A crash of a test database costs nothing, so nothing waits for the disk.
OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=200",
    "shared_buffers=128MB",
)


def binaries() -> Path:
    """Debian's newest PostgreSQL; RuntimeError names the package to install."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4])
    )
    if not found:
        raise RuntimeError("PostgreSQL is not installed: sudo apt-get install postgresql")
    return found[-1].parent


@dataclass(frozen=True)
class Cluster:
    """A running cluster; `folder` holds its socket."""

    folder: Path

    def url(self, database: str, role: str = ROLE) -> str:
        return f"postgresql:///{database}?host={self.folder}&user={role}"


@functools.cache
def start() -> Cluster:
    """Start this process's cluster (once); it stops when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="hubung-pg-"))
    data = folder / "data"
    account = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, account)
    _run(account, "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
         "--locale=C.UTF-8")  # fmt: skip
    options = " ".join(f"-c {option}" for option in (*OPTIONS, f"unix_socket_directories={folder}"))
    atexit.register(_stop, account, folder, os.getpid())
    _run(account, "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start")
    cluster = Cluster(folder)
    with psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        connection.execute(f"CREATE DATABASE {ROLE} OWNER {ROLE}")
    return cluster


def _run(account: str, program: str, *arguments: str | Path) -> None:
    command = [str(binaries() / program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", account, "--", *command]
    # pg_ctl leaves the server running with our streams, so it must not hold a pipe of ours.
    with tempfile.TemporaryFile() as output:
        code = subprocess.call(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/"
        )
        if code:
            output.seek(0)
            raise RuntimeError(f"{program} failed: {output.read().decode(errors='replace')}")


def _stop(account: str, folder: Path, owner: int) -> None:
    if os.getpid() != owner:
        return
    _run(account, "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)
