"""Which names before the `@` may be given to whom, and how units' names come about. All pure."""

from __future__ import annotations

import re

from hubung.directory.models import Sector, Unit, UnitKind

#: Kept for what the standards want them for (RFC 2142), and for what looks like the system itself:
#: a group or a shared mailbox may have them, a person never.
RESERVED = frozenset(
    {
        "abuse",
        "admin",
        "administrator",
        "dmarc",
        "halo",
        "hostmaster",
        "info",
        "info151",
        "mailer-daemon",
        "no-reply",
        "noc",
        "noreply",
        "postmaster",
        "root",
        "security",
        "support",
        "tls-rpt",
        "webmaster",
    }
)
_LOCAL = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
_ADDRESS = re.compile(
    r"[^@\s\"(),:;<>\[\\\]]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
)


def is_local(name: str) -> bool:
    """Whether it can stand before an `@` of ours: letters, digits, dots, hyphens, lower case."""
    return _LOCAL.fullmatch(name) is not None and ".." not in name


def is_address(text: str) -> bool:
    """Whether it can be an address elsewhere, lower case."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def code_name(unit: Unit) -> str:
    """A unit's code as a name before the `@`: `ksop-bit`."""
    return re.sub(r"[^a-z0-9]+", "-", unit.code.lower()).strip("-")


def unit_name(unit: Unit) -> str:
    """What a unit is called before the `@`: `laut` for a sector's directorate general."""
    if unit.kind == UnitKind.DIRECTORATE_GENERAL and unit.sector in Sector.values:
        return str(unit.sector)
    return code_name(unit)
