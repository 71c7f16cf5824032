"""Signatures by which a receiver knows us, in the form of the Standard Webhooks specification.

`webhook-signature: v1,base64(HMAC-SHA256(key, "id.timestamp.body"))`. The id stays the same when a
delivery is tried again, the timestamp does not: who refuses old timestamps and known ids cannot be
made to act twice.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from hashlib import sha256

from django.utils.crypto import salted_hmac

PREFIX = "whsec_"


def secret_of(nonce: str) -> str:
    """What the receiver is given: derived from the installation's key, never stored."""
    return PREFIX + b64encode(_key(nonce)).decode()


def headers(nonce: str, delivery: str, moment: int, body: bytes) -> dict[str, str]:
    """The three headers of one attempt; `moment` in seconds since 1970."""
    signed = f"{delivery}.{moment}.".encode() + body
    signature = b64encode(hmac.digest(_key(nonce), signed, sha256)).decode()
    return {
        "webhook-id": delivery,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{signature}",
    }


def _key(nonce: str) -> bytes:
    return salted_hmac("hubung.api.webhook", nonce, algorithm="sha256").digest()
