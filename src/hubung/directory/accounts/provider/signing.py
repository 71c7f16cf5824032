"""The keys that sign what applications are told (RS256), and how one follows another.

They stand in a file of their own, `sign-on.keys` of the state folder or what the setting
`keys.sign_on_file` names: JSON, mode 0600. Applications keep the public halves for an hour
(`IDP_OIDC_JWKS_CACHE_CONTROL`), so a new key is published for that long before it signs, and an old
one stays for a day after, for what it signed.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from allauth.core.internal.jwkkit import load_jwk_from_pem
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

from hubung.kernel import clock
from hubung.kernel.keyring import KeysError

#: As strong as 128 bits of a symmetric key.
_BITS = 3072
#: How long applications may go on with the public halves that they fetched.
ANNOUNCED = timedelta(hours=1)
_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class SigningKey:
    """A key (PEM, both halves): since when it signs, and until when it is published."""

    pem: str
    signs_from: datetime
    gone_at: datetime | None = None

    @property
    def kid(self) -> str:
        """The name that applications know it by."""
        return str(load_jwk_from_pem(self.pem)[0]["kid"])


def path() -> Path:
    return Path(settings.HUBUNG.keys.sign_on_file or settings.HUBUNG.home / "sign-on.keys")


def published() -> list[SigningKey]:
    """Every key that is published now, the oldest first; the first one is made at first use.

    Raises KeysError when the file can't be read or written.
    """
    if not path().exists():
        with _alone():
            if not path().exists():
                _write([_make(clock.now())])
    return [key for key in _read() if key.gone_at is None or key.gone_at > clock.now()]


def current() -> SigningKey:
    """The key that signs now. Raises KeysError when there is none."""
    signing = [key for key in published() if key.signs_from <= clock.now()]
    if not signing:
        raise KeysError(f"{path()} holds no key that signs yet.")
    return max(signing, key=lambda key: key.signs_from)


def rotate(*, at_once: bool = False) -> SigningKey:
    """Make the next key. It signs when applications had time to fetch it, then the others go.

    `at_once`: it signs now and the others are gone, for a key that others may have.
    Raises KeysError.
    """
    known = [] if at_once else published()
    now = clock.now()
    with _alone():
        made = _make(now if at_once else now + ANNOUNCED)
        end = made.signs_from + _KEPT
        _write([*(replace(key, gone_at=key.gone_at or end) for key in known), made])
    return made


def _make(signs_from: datetime) -> SigningKey:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return SigningKey(pem.decode(), signs_from)


def _read() -> list[SigningKey]:
    try:
        return [
            SigningKey(
                pem=one["pem"],
                signs_from=datetime.fromisoformat(one["signs_from"]),
                gone_at=datetime.fromisoformat(one["gone_at"]) if one["gone_at"] else None,
            )
            for one in json.loads(path().read_text())
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeysError(f"{path()} can't be read: {error}") from error


def _write(found: list[SigningKey]) -> None:
    """Written aside first, so that everybody reads the old file or the new one, whole."""
    rows = [
        {
            "pem": key.pem,
            "signs_from": key.signs_from.isoformat(),
            "gone_at": key.gone_at.isoformat() if key.gone_at else None,
        }
        for key in found
    ]
    draft = path().with_name(f"{path().name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(rows, file, indent=1)
            file.flush()
            os.fsync(descriptor)
        draft.rename(path())
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise KeysError(f"{path()} can't be written: {error.strerror}.") from error


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time changes the file."""
    lock = path().with_name(f"{path().name}.lock")
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise KeysError(f"{lock} can't be written: {error.strerror}.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
