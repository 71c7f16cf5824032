"""The address book as a mail program sees it, by OpenLDAP's own client."""

from __future__ import annotations

import os
import subprocess
from base64 import b64decode
from dataclasses import dataclass, field

from hubung.mail.addressbook.entries import TOP
from tests.support.mail_system import Mailbox, MailSystem
from tests.support.patience import PATIENCE

#: How OpenLDAP's client ends: LDAP's own result codes.
SIZE_LIMIT, NO_SUCH, ANONYMOUS, WRONG, AWAY = 4, 32, 48, 49, 80


@dataclass
class Found:
    """What a search came back with: addresses by name, everything that was said, LDAP's code."""

    code: int
    entries: list[dict[str, list[str]]] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        return [mail for entry in self.entries for mail in entry.get("mail", [])]


def run(
    program: str, system: MailSystem, *arguments: str, said: str = ""
) -> subprocess.CompletedProcess[str]:
    """One of OpenLDAP's programs, over TLS, with whatever certificate."""
    return subprocess.run(
        [program, "-x", "-H", f"ldaps://127.0.0.1:{system.mail.ldaps_port}", *arguments],
        env={
            **os.environ,
            # The name in it is the world's.
            "LDAPTLS_REQCERT": "allow",
        },
        input=said,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=PATIENCE,
        check=False,
    )


def as_somebody(login: str, secret: str) -> list[str]:
    return ["-D", f"mail={login},ou=people,{TOP}", "-w", secret]


def search(
    asker: Mailbox,
    text: str,
    *attributes: str,
    base: str = TOP,
    secret: str = "",
    login: str = "",
    most: int = 0,
) -> Found:
    """As somebody, with an app password; no attributes: all of them."""
    made = run(
        "ldapsearch",
        asker.system,
        *as_somebody(login or asker.login, secret or asker.secret),
        *("-LLL", "-o", "ldif-wrap=no", "-z", str(most), "-b", base, text, *attributes),
    )
    return Found(made.returncode, _read(made.stdout))


def _read(ldif: str) -> list[dict[str, list[str]]]:
    entries = []
    for block in ldif.strip().split("\n\n"):
        entry: dict[str, list[str]] = {}
        for line in block.splitlines():
            name, _colon, value = line.partition(":")
            text = b64decode(value[1:]).decode() if value.startswith(":") else value.strip()
            entry.setdefault(name, []).append(text)
        if entry:
            entries.append(entry)
    return entries
