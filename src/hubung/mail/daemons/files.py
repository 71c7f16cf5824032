"""Writing the daemons' files: whole or not at all, and readable to whom they are for."""

from __future__ import annotations

import os
from pathlib import Path


def write(path: Path, content: str | bytes, *, mode: int = 0o644, group: int = -1) -> bool:
    """Write in one step, so a daemon reads the old or the new; returns whether it changed."""
    data = content.encode() if isinstance(content, str) else content
    if path.exists() and path.read_bytes() == data:
        _give(path, mode, group)
        return False
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        os.fsync(descriptor)
    _give(draft, mode, group)
    draft.replace(path)
    return True


def _give(path: Path, mode: int, group: int) -> None:
    path.chmod(mode)
    if group >= 0:
        os.chown(path, -1, group)
