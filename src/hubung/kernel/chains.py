"""What hash chains are made of: one canonical form of facts, and digests that words can leave.

A chain covers a salted digest of words, not the words: a lawful erasure (UU 27/2022) can blank
them later without breaking the chain, and the digest alone gives nothing away.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any


def new_salt() -> str:
    return secrets.token_hex(8)


def digest_text(salt: str, text: str) -> str:
    """SHA-256 of words under their salt, hexadecimal."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def canonical(facts: dict[str, Any]) -> str:
    """JSON values in the one form that is hashed and signed: sorted, compact, ASCII."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def hash_facts(facts: dict[str, Any]) -> str:
    """SHA-256 of the canonical form, hexadecimal."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()
