"""Ways to take the room from a running installation, and to give it back."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tests.support.program import Program

#: What an installation in use may still need beyond what it has at the start.
ROOM_BYTES = 96 * 1024 * 1024
_CHUNK = 1024 * 1024


class Disk(Protocol):
    """Where an installation keeps its state."""

    def fill(self) -> None:
        """No room for anything from now on."""

    def free(self) -> None:
        """There is room again."""


class SmallFilesystem:
    """A filesystem of its own, filled with ballast to the last byte."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        size = _CHUNK
        with self._ballast.open("ab", buffering=0) as file:
            while size:
                try:
                    file.write(bytes(size))
                except OSError:
                    size //= 2

    def free(self) -> None:
        self._ballast.unlink()


@contextmanager
def small_filesystem(program: Program) -> Iterator[Disk]:
    """Move the installation to a small filesystem; needs the right to mount one."""
    folder = program.home.with_name("small")
    folder.mkdir()
    used = sum(path.stat().st_size for path in program.home.rglob("*") if path.is_file())
    _run("mount", "-t", "tmpfs", "-o", f"size={used + ROOM_BYTES}", "tmpfs", str(folder))
    try:
        program.home = Path(shutil.copytree(program.home, folder / "home"))
        yield SmallFilesystem(folder)
        if program.process is not None:
            program.stop()
    finally:
        if program.process is not None:
            program.kill9()
        _run("umount", "--lazy", str(folder))


class FileSizeLimit:
    """The system refuses every write beyond the first page of a file, as it does for a quota."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def fill(self) -> None:
        self._limit(os.sysconf("SC_PAGE_SIZE"))

    def free(self) -> None:
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        for part in ("supervisor", "mail", "web", "worker"):
            limits = (size, resource.RLIM_INFINITY)
            resource.prlimit(self._program.pid(part), resource.RLIMIT_FSIZE, limits)


@contextmanager
def file_size_limit(program: Program) -> Iterator[Disk]:
    """Needs no rights: whoever runs a process may limit it."""
    yield FileSizeLimit(program)


#: What this account can do.
WAYS = [file_size_limit, *([small_filesystem] if os.geteuid() == 0 else [])]


def _run(*command: str) -> None:
    subprocess.run(command, check=True, timeout=30)
