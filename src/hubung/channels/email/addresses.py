"""Our own addresses: which mail is for us, and to whom a bounce belongs.

`info151@…` takes reports; `info151+anything@…` is the same mailbox; `info151+b<token>@…` is the
envelope sender of one outgoing message (VERP), so that whatever bounces says which one it was.
"""

from __future__ import annotations

import re
import secrets
from functools import cache

from django.conf import settings

TOKEN_LENGTH = 16
# Lower case and digits only: mail servers on the way may change the case of a local part.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_BOUNCE_TAG = re.compile(rf"b([{_ALPHABET}]{{{TOKEN_LENGTH}}})")


def new_token() -> str:
    """80 random bits: nobody can guess the envelope address or message id of another's mail."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(TOKEN_LENGTH))


def normalise(address: str) -> str:
    """An address as it is compared and stored: lower case, no blanks, valid Unicode, no NUL."""
    text = address.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(text.replace("\x00", "").split()).lower()


def case_addresses() -> frozenset[str]:
    """The addresses that take reports, lower case."""
    return _lowered(tuple(settings.HUBUNG.mail.case_addresses))


@cache
def _lowered(addresses: tuple[str, ...]) -> frozenset[str]:
    return frozenset(address.lower() for address in addresses)


def split(address: str) -> tuple[str, str]:
    """The mailbox without its `+tag`, and the tag: `a+x@d` → (`a@d`, `x`)."""
    local, at, domain = address.rpartition("@")
    box, _, tag = local.partition("+")
    return f"{box}{at}{domain}", tag


def is_postmaster(address: str) -> bool:
    """Every mail domain must take mail for its postmaster (RFC 5321 §4.5.1)."""
    local, _, domain = address.partition("@")
    return local == "postmaster" and domain in {"", *map(str.lower, settings.HUBUNG.mail.domains)}


def is_ours(address: str) -> bool:
    """Whether a normalised recipient address is one that the doors take mail for."""
    return split(address)[0] in case_addresses() or is_postmaster(address)


def bounce_token(address: str) -> str:
    """The token in a bounce address; "" when it is not one."""
    match = _BOUNCE_TAG.fullmatch(split(address)[1])
    return match[1] if match else ""


def envelope_sender(token: str) -> str:
    """The address to which an outgoing message's bounces come back."""
    local, _, domain = settings.HUBUNG.case_address.rpartition("@")
    return f"{local}+b{token}@{domain}"


def message_id(case_id: int | None, token: str) -> str:
    """Our Message-ID, without brackets: it carries the case and the outgoing message."""
    return f"{case_id or 0}.{token}@{case_domain()}"


def case_domain() -> str:
    """The domain of the address that notices come from."""
    return str(settings.HUBUNG.case_address).rpartition("@")[2]
