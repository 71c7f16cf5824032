"""Name and password of the engine's control (ARI), made at first use."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass

from hubung.telephony.asterisk.place import Place

USER = "hubung"
#: What the engine calls itself when it asks telephones for a password.
REALM = "hubung"


@dataclass(frozen=True)
class Credentials:
    """For HTTP basic authentication."""

    user: str
    password: str


def of(place: Place) -> Credentials:
    """The credentials of this engine, in a file for this account alone."""
    path = place.folder / "ari.secret"
    if not path.exists():
        place.make()
        draft = path.with_suffix(f".{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            # Of two processes starting at once both read one password.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return Credentials(USER, path.read_text().strip())
