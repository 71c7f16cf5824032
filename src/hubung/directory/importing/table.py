"""The files that the directory is imported from: tables with one line of text to a cell."""

from __future__ import annotations

import io

from hubung.kernel.tables import LOST_DIGITS, Bounds, Table, UnreadableFileError, read_table

__all__ = ["LOST_DIGITS", "MAX_BYTES", "MAX_UNPACKED", "Table", "UnreadableFileError", "read"]

_BOUNDS = Bounds()
MAX_BYTES = _BOUNDS.size
MAX_UNPACKED = _BOUNDS.unpacked


def read(content: bytes) -> Table:
    """Open a table. Raises UnreadableFileError, also while its rows are read."""
    return read_table(io.BytesIO(content), _BOUNDS)
