"""Prepared installations of earlier runs: `hubung prepare` on a copy of one has little left to do.

A new database takes some seconds of work, and is the same each time its migrations are. So each is
kept under a fingerprint of them, of what they import, and of the locked packages; any other change
of the program is for `prepare` to make good, as it is at an upgrade.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from hubung.project.conf import ROOT
from tests.support import postgres

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hubung/prepared"
KEPT_SECONDS = 7 * 24 * 3600
#: Beside the state folder, for an installation on PostgreSQL.
DUMP = "database.dump"


def take(home: Path, database_url: str) -> bool:
    """Copy a kept installation into a new state folder and empty database, if there is one."""
    kept = _place(database_url)
    if not kept.exists():
        return False
    shutil.copytree(kept / "home", home, dirs_exist_ok=True)
    if database_url:
        _postgresql("pg_restore", "--no-owner", "--dbname", database_url, kept / DUMP)
    return True


def keep(home: Path, database_url: str) -> None:
    """Keep an installation that is prepared and not running; those of last week are forgotten."""
    kept = _place(database_url)
    CACHE.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=CACHE))
    shutil.copytree(home, draft / "home")
    if database_url:
        _postgresql("pg_dump", "--format=custom", "--file", draft / DUMP, database_url)
    if not kept.exists():
        draft.rename(kept)
    for old in CACHE.iterdir():
        if old != kept and old.stat().st_mtime < time.time() - KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)


def _place(database_url: str) -> Path:
    return CACHE / f"{'postgresql' if database_url else 'sqlite'}-{_fingerprint()}"


@functools.cache
def _fingerprint() -> str:
    """Of the migrations, what they import of ours, and the packages that bring others."""
    migrations = set((ROOT / "src").glob("**/migrations/**/*.py"))
    imported = {file for migration in migrations for file in _imported(migration)}
    told = hashlib.sha256()
    for file in sorted({ROOT / "requirements.lock", *migrations, *imported}):
        told.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return told.hexdigest()[:16]


def _imported(file: Path) -> Iterator[Path]:
    """Our modules that this one names."""
    for statement in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(statement, ast.ImportFrom) and statement.module:
            module = ROOT / "src" / statement.module.replace(".", "/")
            names = (module / alias.name for alias in statement.names)
            for path in (module, *names):
                yield from filter(Path.is_file, (path.with_suffix(".py"), path / "__init__.py"))


def _postgresql(program: str, *arguments: str | Path) -> None:
    subprocess.run([postgres.binaries() / program, *arguments], check=True)
