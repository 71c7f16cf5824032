"""What the address book answers with: an entry, and its name in the tree."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass

from hubung.mail.addressbook.filters import Values

#: The top of the tree, in every installation, so that nobody has to look up what to type.
TOP = "o=hubung"
_NAME = re.compile(rf"(?:(?P<leaf>mail=(?P<address>(?:[^,\\]|\\.)+)),)?(?P<branch>ou=\w+),{TOP}")
_ESCAPED = re.compile(r"\\([0-9a-fA-F]{2}|.)")
_TO_ESCAPE = re.compile(r'[,+"\\<>;=#\x00-\x20]')


@dataclass(frozen=True)
class Entry:
    """One of the book: its name in full, and its values by attribute."""

    name: str
    values: Values

    def written(self) -> str:
        """In LDIF, every value in base64: it is nobody's matter what letters are in it."""
        lines = [f"dn:: {_base64(self.name)}"]
        for attribute, values in self.values.items():
            lines += [f"{attribute}:: {_base64(value)}" for value in values]
        return "\n".join(lines) + "\n\n"


def name(branch: str, address: str = "") -> str:
    """The name of a branch, or of an address in it."""
    escaped = _TO_ESCAPE.sub(lambda sign: f"\\{ord(sign[0]):02x}", address)
    return f"{f'mail={escaped},' if address else ''}ou={branch},{TOP}"


def taken_apart(said: str) -> tuple[str, str] | None:
    """Branch and address of a name; both empty at the top, None where it is none of ours."""
    if said.lower() == TOP:
        return "", ""
    found = _NAME.fullmatch(said.lower())
    if found is None:
        return None
    address = _ESCAPED.sub(_unescaped, found["address"] or "")
    if "\0" in address:
        # No database looks for that.
        return None
    return found["branch"].removeprefix("ou="), address


def _unescaped(found: re.Match[str]) -> str:
    sign = found[1]
    return chr(int(sign, 16)) if len(sign) == 2 else sign


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()
