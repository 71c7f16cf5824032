"""Reaching out for somebody else: to public addresses only, and to the very one that was looked at.

A name is resolved once; every address it has must be public, and the connection is made to one of
them. So a name that points elsewhere a moment later (DNS rebinding) leads nowhere. No redirect is
followed. `networks` are private ones that a setting opens, for what stands inside the ministry.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LONGEST = 500
#: RFC 6052: the last 32 bits are an IPv4 address.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_CHUNK = 65_536


class ForbiddenTargetError(Exception):
    """Nothing is sent there; `str()` says why."""


class UnreachedError(Exception):
    """There was no answer, or not one that we take; `str()` says why."""


@dataclass(frozen=True)
class Target:
    """A web address taken apart; `path` with its query."""

    secure: bool
    host: str
    port: int
    path: str


@dataclass(frozen=True)
class Answer:
    """What a server said; `headers` in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def parse(url: str, networks: Sequence[str] = ()) -> Target:
    """Raises ForbiddenTargetError for what is no plain https address.

    http goes to the `networks` only.
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
    if not secure and not networks:
        raise ForbiddenTargetError(_("The address must begin with https://."))
    try:
        literal = ipaddress.ip_address(target.host)
    except ValueError:
        return target
    _require(literal, networks, secure=secure)
    return target


def resolve(target: Target, networks: Sequence[str] = ()) -> str:
    """The address to connect to. Raises ForbiddenTargetError, and OSError when there is none."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    for address in addresses:
        _require(address, networks, secure=target.secure)
    return str(addresses[0])


class Pinned(http.client.HTTPConnection):
    """Speaks to one address under the host's name, which its certificate must have."""

    def __init__(self, target: Target, address: str, *, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._target, self._address, self._seconds = target, address, seconds

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self._target.port), self._seconds)
        self.sock = plain
        if self._target.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self._target.host)


def fetch(
    url: str,
    *,
    networks: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    largest: int,
    seconds: float = 10.0,
) -> Answer:
    """GET an address: at most `largest` bytes, and no longer than thrice `seconds` in all.

    Raises UnreachedError.
    """
    until = time.monotonic() + 3 * seconds
    try:
        target = parse(url, networks)
        connection = Pinned(target, resolve(target, networks), seconds=seconds)
    except socket.gaierror as error:
        raise UnreachedError(_("No server is known by this name.")) from error
    except (ForbiddenTargetError, OSError, UnicodeError) as error:
        raise UnreachedError(str(error)) from error
    try:
        connection.request("GET", target.path, headers=dict(headers or {}))
        response = connection.getresponse()
        body = b""
        while chunk := response.read1(_CHUNK):
            body += chunk
            if len(body) > largest:
                raise UnreachedError(_("The answer is too large."))
            if time.monotonic() > until:
                raise UnreachedError(_("The answer takes too long."))
        kept = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, kept, body)
    except (OSError, http.client.HTTPException) as error:
        raise UnreachedError(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()


def _require(address: Address, networks: Sequence[str], *, secure: bool) -> None:
    address = _carried(address)
    if any(address in network for network in map(ipaddress.ip_network, networks)):
        return
    if not address.is_global or address.is_multicast or not secure:
        raise ForbiddenTargetError(_("Hubung connects to public addresses only, over https."))


def _carried(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where gateways translate it."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
