"""How files that strangers sent are handed out."""

from __future__ import annotations

#: Content policy of a file: whatever is in it, it runs nothing, loads nothing, and is in no frame.
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
