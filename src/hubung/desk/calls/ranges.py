"""A part of a sound, as a player asks for it while somebody seeks (RFC 9110, section 14)."""

from __future__ import annotations

import re

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
#: No answer is longer: players ask for the rest.
MOST_BYTES = 1024 * 1024


class NotThereError(ValueError):
    """The part begins after the end."""


def asked(header: str, size: int) -> tuple[int, int] | None:
    """(first byte, how many), at most `MOST_BYTES`; None where the whole is asked for.

    What cannot be understood, and several parts at once, count as the whole. Raises NotThereError.
    """
    found = _RANGE.fullmatch(header.strip())
    if not found or not (found[1] or found[2]):
        return None
    if found[1]:
        start = int(found[1])
        end = min(int(found[2]), size - 1) if found[2] else size - 1
        if start < size and end < start:
            return None
    else:
        start, end = max(size - int(found[2]), 0), size - 1
    if start > end:
        raise NotThereError
    return start, min(end - start + 1, MOST_BYTES)
