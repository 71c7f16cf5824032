"""Who sends (VAPID, RFC 8292): a key that browsers are told of, and the services see us prove.

It comes from the installation's secret, so there is no file of it to keep, to copy or to lose. With
another secret, browsers ask anew when their owner opens the page.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils.crypto import salted_hmac

from hubung.kernel.outbound import Target
from hubung.portal.subscriptions.push.sealing import CURVE, encoded, in_words

_SALT = "portal.subscriptions.push"
#: Of the curve's points.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
#: Services refuse more than a day.
_LIFE = timedelta(hours=12)


def public_key() -> str:
    """What a browser needs to know of us before it subscribes."""
    return in_words(encoded(_key().public_key()))


def header(target: Target, now: datetime) -> str:
    """`Authorization` for a request to a service."""
    usual = target.port == (443 if target.secure else 80)
    port = "" if usual else f":{target.port}"
    claims = {
        "aud": f"{'https' if target.secure else 'http'}://{target.host}{port}",
        "exp": now + _LIFE,
        "sub": f"mailto:{settings.HUBUNG.case_address}",
    }
    return f"vapid t={jwt.encode(claims, _key(), algorithm='ES256')}, k={public_key()}"


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    # Twice the length of the order, so that no key is likelier than another.
    wide = b"".join(
        salted_hmac(_SALT, half, algorithm="sha256").digest() for half in ("first", "second")
    )
    return ec.derive_private_key(int.from_bytes(wide) % (_ORDER - 1) + 1, CURVE)
