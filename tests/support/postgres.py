"""A private PostgreSQL cluster for one test session or benchmark, from Debian's packages.

It lives in a temporary folder, listens on a Unix socket only, and goes away with its user. They
connect as `hubung`, a role that may create databases and nothing more, so that a migration
which needs a superuser fails here and not in a ministry.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

ROLE = "hubung"
#: Debian's own settings: what is committed survives a power cut.
DURABLE = ("listen_addresses=", "max_connections=200", "shared_buffers=128MB")
# A crash of a test database costs nothing, so nothing waits for the disk, and little is kept there.
FAST = (
    *DURABLE,
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=96MB",
    "min_wal_size=32MB",
)

MEMORY = Path("/dev/shm")  # noqa: S108 - what is made in it is private
#: A few copies of the prepared database at a time, and the log of what is written.
ROOM_BYTES = 2 * 1024**3


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

    def stop(self) -> None:
        """Stop the server and cut off who is connected; its data stays."""
        _run("pg_ctl", "-D", self.folder / "data", "-m", "fast", "-w", "stop")

    def start(self) -> None:
        """Start it again, with the settings it had."""
        _run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "restart")


@functools.cache
def start() -> Cluster:
    """Start this process's fast cluster (once); it stops when the process ends."""
    started = _start(FAST, _memory())
    atexit.register(_stop, started.folder, os.getpid())
    return started


def falls() -> list[str]:
    """What the log of this process's cluster, if it has one, says of crashes."""
    if not start.cache_info().currsize:
        return []
    lines = (start().folder / "log").read_text(errors="replace").splitlines()
    return [line for line in lines if "PANIC" in line or "terminated by signal" in line]


@contextlib.contextmanager
def cluster(options: tuple[str, ...]) -> Iterator[Cluster]:
    """A further cluster with these settings, for the length of a block."""
    started = _start(options)
    try:
        yield started
    finally:
        _stop(started.folder, os.getpid())


def _memory() -> Path | None:
    """A file system in memory with room enough, where there is one.

    A database is two thousand files. To copy the prepared one for a test takes a second and a half
    on a disk, and a fifteenth of that here.
    """
    with contextlib.suppress(OSError):
        if shutil.disk_usage(MEMORY).free > ROOM_BYTES and os.access(MEMORY, os.W_OK):
            return MEMORY
    return None


def _start(options: tuple[str, ...], parent: Path | None = None) -> Cluster:
    folder = Path(tempfile.mkdtemp(prefix="hubung-pg-", dir=parent))
    data = folder / "data"
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, _account())
    _run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
         "--locale=C.UTF-8")  # fmt: skip
    said = " ".join(f"-c {option}" for option in (*options, f"unix_socket_directories={folder}"))
    _run("pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", said, "start")
    started = Cluster(folder)
    with psycopg.connect(started.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        connection.execute(f"CREATE DATABASE {ROLE} OWNER {ROLE}")
    return started


def _account() -> str:
    """Who the server runs as."""
    return "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def _run(program: str, *arguments: str | Path) -> None:
    command = [str(binaries() / program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", _account(), "--", *command]
    # pg_ctl leaves the server running with our streams, so it must not hold a pipe of ours.
    with tempfile.TemporaryFile() as output:
        code = subprocess.call(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/"
        )
        if code:
            output.seek(0)
            raise RuntimeError(f"{program} failed: {output.read().decode(errors='replace')}")


def _stop(folder: Path, owner: int) -> None:
    if os.getpid() != owner:
        return
    _run("pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)
