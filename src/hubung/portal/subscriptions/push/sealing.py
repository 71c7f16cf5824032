"""A message that only one browser can read (RFC 8291, with the coding of RFC 8188)."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
#: All of it in one record, which services take up to 4,096 bytes of.
_RECORD = 4096
_SECRET = 16
#: After the text of the last record.
_END = b"\x02"


def seal(
    text: bytes,
    public_key: str,
    secret: str,
    *,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes = b"",
) -> bytes:
    """The body of a request with `Content-Encoding: aes128gcm`.

    `public_key` and `secret` are the browser's (`p256dh` and `auth`), as `check` lets them pass.
    `own` and `salt` are made anew unless given.
    """
    theirs, auth = _keys(public_key, secret)
    own, salt = own or ec.generate_private_key(CURVE), salt or secrets.token_bytes(16)
    ours = encoded(own.public_key())
    shared = own.exchange(ec.ECDH(), theirs)
    key = _derived(auth, shared, b"WebPush: info\0" + encoded(theirs) + ours, 32)
    content_key = _derived(salt, key, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(salt, key, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(content_key).encrypt(nonce, text + _END, None)
    return salt + _RECORD.to_bytes(4) + bytes([len(ours)]) + ours + sealed


def check(public_key: str, secret: str) -> None:
    """Raises ValueError for keys that no browser has."""
    _keys(public_key, secret)


def encoded(key: ec.EllipticCurvePublicKey) -> bytes:
    """65 bytes: an uncompressed point."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def in_words(data: bytes) -> str:
    """Base64 for addresses, without its padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _keys(public_key: str, secret: str) -> tuple[ec.EllipticCurvePublicKey, bytes]:
    point, auth = _bytes(public_key), _bytes(secret)
    if len(auth) != _SECRET:
        raise ValueError(f"a secret has {_SECRET} bytes")
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point), auth


def _bytes(words: str) -> bytes:
    return urlsafe_b64decode(words + "=" * (-len(words) % 4))


def _derived(salt: bytes, key: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(key)
