"""Where a webhook may go: to public addresses only, and to the very address that was looked at.

A name is resolved once; every address it has must be public, and the connection is made to one of
them. So a name that points elsewhere a moment later (DNS rebinding) leads nowhere.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LONGEST = 500
#: RFC 6052: the last 32 bits are an IPv4 address.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class ForbiddenTargetError(Exception):
    """Nothing is sent there; `str()` says why."""


@dataclass(frozen=True)
class Target:
    """A web address taken apart; `path` with its query."""

    secure: bool
    host: str
    port: int
    path: str


def parse(url: str) -> Target:
    """Raises ForbiddenTargetError for what is no plain https address.

    http goes to networks only that the settings name (`is_allowed`).
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ForbiddenTargetError(_("This is not a web address.")) from error
    if not url.isascii() or not url.isprintable() or " " in url or len(url) > LONGEST:
        raise ForbiddenTargetError(_("This is not a web address."))
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ForbiddenTargetError(_("The address must begin with https://."))
    if parts.username or parts.password or parts.fragment:
        raise ForbiddenTargetError(_("The address must hold no password and no fragment."))
    secure = parts.scheme == "https"
    path = parts.path or "/"
    if parts.query:
        path += f"?{parts.query}"
    target = Target(secure, parts.hostname, port or (443 if secure else 80), path)
    if not secure and not settings.HUBUNG.api.webhook_networks:
        raise ForbiddenTargetError(_("The address must begin with https://."))
    try:
        literal = ipaddress.ip_address(target.host)
    except ValueError:
        return target
    _require(literal, secure=secure)
    return target


def resolve(target: Target) -> str:
    """The address to connect to. Raises ForbiddenTargetError, and OSError when there is none."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    for address in addresses:
        _require(address, secure=target.secure)
    return str(addresses[0])


def _require(address: Address, *, secure: bool) -> None:
    address = _carried(address)
    if _is_named(address):
        return
    if not address.is_global or address.is_multicast or not secure:
        raise ForbiddenTargetError(_("Webhooks are sent to public addresses only, over https."))


def _carried(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where gateways translate it."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _is_named(address: Address) -> bool:
    """Whether the settings open its network, for receivers inside the ministry."""
    networks = map(ipaddress.ip_network, settings.HUBUNG.api.webhook_networks)
    return any(address in network for network in networks)
