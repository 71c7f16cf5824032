"""Who stands at the door, as far as that must be known, and how often they may knock.

An address is only ever kept as a keyed hash whose key is forgotten within the hour: after that
nobody can tell any more from which address somebody came. Nothing of it is tied to a report.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 3600
_SALT = "web.throttle.salt"
#: One household or phone has a whole network of this size in IPv6.
_IPV6_PREFIX = 64


def network_of(request: HttpRequest) -> str:
    """The visitor's address as limits count it: an IPv4 address, or an IPv6 network."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _IPV6_PREFIX), strict=False))
    return str(address)


def times(what: str, who: str) -> int:
    """How often `who` has done `what` in this hour, over all processes."""
    return int(cache.get(_key(what, who), 0))


def count(what: str, who: str) -> int:
    """Note that `who` did `what`; returns how often that was in this hour.

    Two at the very same instant may count as one: this is a brake, not a ledger.
    """
    key = _key(what, who)
    total = int(cache.get(key, 0)) + 1
    cache.set(key, total, WINDOW_SECONDS)
    return total


def from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site's page made the browser send this, as every current browser tells.

    Takes the place of a CSRF cookie on pages that act without one: `docs/decisions`, number 8.
    """
    return request.headers.get("Sec-Fetch-Site", "") in ("cross-site", "same-site")


def _key(what: str, who: str) -> str:
    salt = cache.get_or_set(_SALT, lambda: secrets.token_hex(32), WINDOW_SECONDS)
    return f"web.{what}.{hmac.digest(str(salt).encode(), who.encode(), sha256).hex()}"
