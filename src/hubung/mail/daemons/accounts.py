"""The system accounts that the daemons work as."""

from __future__ import annotations

import pwd
import shutil
import subprocess
from dataclasses import dataclass

from hubung.mail.daemons.errors import MailSystemError

#: Owns the mailboxes and nothing else; `hubung mail install` makes it.
BOXES = "hubung-mail"
POSTFIX, DOVECOT, RSPAMD = "postfix", "dovecot", "_rspamd"
#: Runs slapd; Debian's package makes it.
OPENLDAP = "openldap"
#: Runs PHP, as Debian's web servers have it.
WEB = "www-data"


@dataclass(frozen=True)
class Account:
    """A name, and the numbers that the system knows it by."""

    name: str
    uid: int
    gid: int


def account(name: str) -> Account:
    """Raises MailSystemError where there is none."""
    try:
        found = pwd.getpwnam(name)
    except KeyError as error:
        raise MailSystemError(
            f"There is no account {name}: run `hubung mail install` as root."
        ) from error
    return Account(name, found.pw_uid, found.pw_gid)


def make() -> None:
    """Have an account for the mailboxes. Raises MailSystemError."""
    if not any(one.pw_name == BOXES for one in pwd.getpwall()):
        made = subprocess.run(  # noqa: S603
            [
                shutil.which("useradd") or "/usr/sbin/useradd",
                *("--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"),
                *("--shell", "/usr/sbin/nologin", BOXES),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise MailSystemError(f"The account {BOXES} can't be made: {made.stderr.strip()}")
