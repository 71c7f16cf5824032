"""The keys that sign what our domains send (DKIM, RFC 6376), and their turn.

A domain signs with one key and may have another that waits: its record is published first, and
only then it signs. The former key's record stays in DNS until what it signed has arrived.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from hubung.kernel import clock
from hubung.mail.daemons import accounts, files
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.place import Place

BITS = 2048
SELECTORS, PATHS, DOMAINS = "selectors.map", "paths.map", "domains.map"
_NAME = re.compile(r"^(?P<domain>.+)\.(?P<selector>h\d{8}[a-z]?)\.pem$")


@dataclass(frozen=True)
class Key:
    """A domain's key; `signs` when it is the one in use, else it waits or is over."""

    domain: str
    selector: str
    path: Path
    signs: bool

    @property
    def record_name(self) -> str:
        """Where DNS has it."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """The TXT record that publishes it."""
        key = serialization.load_pem_private_key(self.path.read_bytes(), password=None)
        public = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return f"v=DKIM1; k=rsa; p={b64encode(public).decode()}"


def of(place: Place, domain: str) -> list[Key]:
    """A domain's keys, oldest first."""
    selector = _selectors(place).get(domain, "")
    return [
        Key(domain, found["selector"], path, found["selector"] == selector)
        for path in sorted(place.keys.glob(f"{domain}.h*.pem"))
        if (found := _NAME.match(path.name)) and found["domain"] == domain
    ]


def ensure(place: Place, domains: list[str]) -> None:
    """Give every domain a key that signs; a domain's first one needs no waiting. Needs root."""
    chosen = _selectors(place)
    for domain in domains:
        if domain not in chosen or not _path(place, domain, chosen[domain]).is_file():
            chosen[domain] = _make(place, domain)
    _choose(place, {domain: chosen[domain] for domain in domains})


def waiting(place: Place, domain: str) -> Key | None:
    """The key that is to sign next, if one was made."""
    keys = of(place, domain)
    return keys[-1] if keys and not keys[-1].signs else None


def renew(place: Place, domain: str) -> Key:
    """Make the key that is to sign next, unless there is one. Raises MailSystemError."""
    found = waiting(place, domain)
    if found:
        return found
    if not of(place, domain):
        raise MailSystemError(f"{domain} is none of the domains that mail is taken for.")
    _make(place, domain)
    return of(place, domain)[-1]


def use(place: Place, key: Key) -> None:
    """Sign with this key from now on; the filter reads the change by itself."""
    _choose(place, {**_selectors(place), key.domain: key.selector})


def _make(place: Place, domain: str) -> str:
    day = f"h{clock.now():%Y%m%d}"
    taken = {key.selector for key in of(place, domain)}
    selector = next(
        name for name in (day, *(f"{day}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"))
        if name not in taken
    )  # fmt: skip
    pem = rsa.generate_private_key(public_exponent=65537, key_size=BITS).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    group = accounts.account(accounts.RSPAMD).gid
    files.write(_path(place, domain, selector), pem, mode=0o640, group=group)
    return selector


def _path(place: Place, domain: str, selector: str) -> Path:
    return place.keys / f"{domain}.{selector}.pem"


def _selectors(place: Place) -> dict[str, str]:
    try:
        lines = (place.keys / SELECTORS).read_text().splitlines()
    except OSError:
        return {}
    return dict(line.split() for line in lines)


def _choose(place: Place, chosen: dict[str, str]) -> None:
    group = accounts.account(accounts.RSPAMD).gid
    for name, lines in (
        (PATHS, [f"{domain} {_path(place, domain, chosen[domain])}" for domain in chosen]),
        (DOMAINS, list(chosen)),
        (SELECTORS, [f"{domain} {selector}" for domain, selector in chosen.items()]),
    ):
        text = "".join(f"{line}\n" for line in sorted(lines))
        files.write(place.keys / name, text, mode=0o640, group=group)
