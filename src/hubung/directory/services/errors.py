"""What the directory refuses."""

from __future__ import annotations


class DirectoryError(Exception):
    """The directory would no longer make sense; `str()` says why and what to do."""
