"""The keys to what only the program may read: NIK, NIP, and files that hold them.

They stand in a file of their own and never in the database: `data.keys` of the state folder, or
what the setting `keys.file` names. Each line is `version secret`, the secret 32 bytes in base64;
mode 0600. Which of them is in use says the database (`kernel.sealed`).

From each secret two keys are derived with HKDF (RFC 5869): one seals (AES-256-GCM), one matches
(HMAC-SHA-256), so that nothing sealed says anything about what is matched.
"""

from __future__ import annotations

import binascii
import fcntl
import hmac
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.conf import settings

SECRET_BYTES = 32
_NONCE_BYTES = 12


class KeysError(Exception):
    """A key is missing or not the right one; `str()` says what to do."""


class TamperedError(Exception):
    """What was sealed does not open: changed, moved from another row, or sealed by another key."""


@dataclass(frozen=True)
class Key:
    """One version of the key."""

    version: int
    secret: bytes = field(repr=False)

    def seal(self, content: bytes, context: str) -> bytes:
        """nonce (12 bytes) ‖ ciphertext ‖ tag (16); opens under the same context only."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """What was sealed. Raises TamperedError."""
        try:
            return self._cipher.decrypt(
                sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context.encode()
            )
        except (InvalidTag, ValueError) as error:
            raise TamperedError(f"{context} can't be opened with key {self.version}.") from error

    def digest(self, kind: str, number: str) -> str:
        """64 hex digits, equal for equal numbers of a kind; tells nothing without the key."""
        return hmac.digest(self._matching, f"{kind}:{number}".encode(), sha256).hex()

    @cached_property
    def fingerprint(self) -> str:
        """16 hex digits by which the database knows the key again."""
        return self._derive("fingerprint").hex()[:16]

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self._derive("seal"))

    @cached_property
    def _matching(self) -> bytes:
        return self._derive("match")

    def _derive(self, purpose: str) -> bytes:
        info = f"hubung {purpose}".encode()
        return HKDFExpand(hashes.SHA256(), SECRET_BYTES, info).derive(self.secret)


def path() -> Path:
    return Path(settings.HUBUNG.keys.file or settings.HUBUNG.home / "data.keys")


#: What the file held when it was last read, and how to tell that it has changed since.
_read: tuple[object, Mapping[int, Key]] = (None, {})


def load() -> Mapping[int, Key]:
    """The keys of the file by version, oldest first; none where there is no file.

    A changed file is read anew, so a running program learns of a new key at its next use.
    Raises KeysError for a file that can't be read.
    """
    global _read
    file = path()
    try:
        found = file.stat()
        state = (file, found.st_ino, found.st_mtime_ns, found.st_size)
        if _read[0] != state:
            _read = (state, _parse(file.read_text()))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise KeysError(f"{file} can't be read: {error}") from error
    return _read[1]


def find(version: int) -> Key:
    """Raises KeysError when the file has no such key."""
    key = load().get(version)
    if key is None:
        raise KeysError(
            f"Key {version} is not in {path()}. Copy it from the machine that made it, or from "
            "its backup: what it sealed can't be read without it."
        )
    return key


def add(*, above: int = 0) -> Key:
    """Make a key with a version that is new in the file and higher than `above`.

    Raises KeysError when the file can't be written.
    """
    with _alone():
        keys = dict(load())
        version = max(above, *keys, 0) + 1
        keys[version] = Key(version, secrets.token_bytes(SECRET_BYTES))
        _write(keys)
    return keys[version]


def add_first() -> Key:
    """The newest key of the file; the first one where there is none."""
    with _alone():
        keys = dict(load()) or {1: Key(1, secrets.token_bytes(SECRET_BYTES))}
        if not path().exists():
            _write(keys)
    return keys[max(keys)]


def drop(version: int) -> None:
    """Forget a key for good; one that is not there is forgotten already."""
    with _alone():
        keys = dict(load())
        if keys.pop(version, None) is not None:
            _write(keys)


def _parse(text: str) -> dict[int, Key]:
    keys = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        version, _space, secret = line.strip().partition(" ")
        try:
            key = Key(int(version), b64decode(secret, validate=True))
        except binascii.Error as error:
            raise ValueError(f"line {number} holds no key") from error
        if len(key.secret) != SECRET_BYTES or key.version in keys:
            raise ValueError(f"line {number} holds no key")
        keys[key.version] = key
    return dict(sorted(keys.items()))


def _write(keys: Mapping[int, Key]) -> None:
    """Written aside first, so that everybody reads the old file or the new one, whole."""
    lines = ["# Keys of NIK and NIP. Keep a copy, and keep it apart from the database.\n"]
    lines += [f"{key.version} {b64encode(key.secret).decode()}\n" for key in keys.values()]
    file = path()
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            opened.writelines(lines)
            opened.flush()
            os.fsync(descriptor)
        draft.rename(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise KeysError(f"{file} can't be written: {error.strerror}.") from error


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time changes the file."""
    lock = path().with_name(f"{path().name}.lock")
    try:
        lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise KeysError(f"{lock} can't be written: {error.strerror}.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
