"""Mailboxes of the former format: mdbox, from before each letter was a file of its own.

Dovecot reads Maildirs alone, so those letters are on the disk and nobody sees them. What has come
since is a Maildir in the same folder. The former ones are read into it, each with its folder, its
flags and its dates; they are removed once all of them are there. Whoever is killed meanwhile goes
on at the next call, and nothing is there twice.

It needs neither database nor daemons: also the letters of closed accounts are kept.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

from hubung.mail.daemons import accounts
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.place import Place

#: What such a mailbox consists of; by the last one it is known, so that is put aside last.
_PARTS = ("mailboxes", "storage")
_MAIL, _ASIDE = "mail", "mdbox"
#: Dovecot says this when something changed while it looked.
_CHANGED = 2
_ATTEMPTS = 5


def homes(place: Place) -> list[Path]:
    """The folders of accounts that have letters in the former format; root alone sees them."""
    untouched = place.boxes.glob(f"*/*/{_MAIL}/storage/dovecot.map.index*")
    begun = place.boxes.glob(f"*/*/{_ASIDE}/storage")
    return sorted({path.parents[2] for path in untouched} | {path.parents[1] for path in begun})


def read_over(home: Path) -> int:
    """Bring one account's letters into its Maildir; returns how many there were.

    Needs root. Raises MailSystemError; then the former ones are still there.
    """
    _put_aside(home)
    aside = home / _ASIDE
    for _attempt in range(_ATTEMPTS):
        made = _run(home, _maildir(home), "sync", "-1", "-R", f"mdbox:{aside}")
        if made.returncode != _CHANGED:
            break
    if made.returncode:
        raise _refused(home, made)
    before = _letters(home, f"mdbox:{aside}")
    missing = (before - _letters(home, _maildir(home))).total()
    if missing:
        raise MailSystemError(
            f"{home}: {missing} of {before.total()} letters did not arrive. They are kept in "
            f"{aside}; run `hubung mail convert` again."
        )
    shutil.rmtree(aside)
    return before.total()


def _put_aside(home: Path) -> None:
    """Out of the Maildir, where each part would be a folder of letters."""
    boxes, aside = accounts.account(accounts.BOXES), home / _ASIDE
    aside.mkdir(mode=0o700, exist_ok=True)
    os.chown(aside, boxes.uid, boxes.gid)
    for name in _PARTS:
        if (home / _MAIL / name).exists():
            (home / _MAIL / name).rename(aside / name)
    # The list of folders is made anew from those that are there.
    for path in (home / _MAIL).glob("dovecot.list.index*"):
        path.unlink()


def _maildir(home: Path) -> str:
    return f"maildir:{home / _MAIL}:LAYOUT=fs"


def _letters(home: Path, location: str) -> Counter[str]:
    """By the mark that a letter keeps wherever it goes."""
    found = _run(home, location, "-f", "tab", "fetch", "guid", "all")
    if found.returncode:
        raise _refused(home, found)
    _head, *marks = found.stdout.splitlines()
    return Counter(marks)


def _run(home: Path, location: str, *command: str) -> subprocess.CompletedProcess[str]:
    """As the account that owns the mailboxes, and without the daemons' configuration."""
    boxes = accounts.account(accounts.BOXES)
    return subprocess.run(  # noqa: S603
        [
            *("/usr/bin/doveadm", "-c", "/dev/null", "-o", "ssl=no"),
            *("-o", f"mail_location={location}", *command),
        ],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        user=boxes.uid,
        group=boxes.gid,
        extra_groups=(),
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "HOME": str(home), "USER": home.name},
    )


def _refused(home: Path, made: subprocess.CompletedProcess[str]) -> MailSystemError:
    return MailSystemError(f"{home}: Dovecot can't read it: {made.stderr.strip()[-300:]}")
