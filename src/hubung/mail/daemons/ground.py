"""The folders of the mail system: each for the account that works in it, closed to others."""

from __future__ import annotations

import os
from pathlib import Path

from hubung.mail.daemons import accounts
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.place import Place


def prepare(place: Place) -> None:
    """Make and open what the daemons need. Needs root. Raises MailSystemError."""
    if not place.is_short_enough:
        raise MailSystemError(
            f"{place.folder} has too long a path for the daemons' sockets: choose a state folder "
            "with a shorter one (HUBUNG_HOME)."
        )
    closed = obstacle(place)
    if closed:
        raise MailSystemError(closed)
    postfix = accounts.account(accounts.POSTFIX)
    boxes = accounts.account(accounts.BOXES)
    filter_ = accounts.account(accounts.RSPAMD)
    for folder, mode, owner in (
        (place.folder, 0o755, None),
        (place.etc, 0o755, None),
        (place.etc / "postfix", 0o755, None),
        (place.etc / "dovecot", 0o755, None),
        (place.etc / "rspamd", 0o755, None),
        (place.etc / "slapd", 0o755, None),
        (place.queue, 0o755, None),
        (place.boxes, 0o700, boxes),
        (place.state, 0o755, None),
        (place.state / "postfix", 0o700, postfix),
        (place.state / "dovecot", 0o755, None),
        (place.state / "rspamd", 0o700, filter_),
        (place.maps, 0o755, None),
        (place.run, 0o755, None),
        (place.run / "dovecot", 0o755, None),
        (place.run / "rspamd", 0o755, filter_),
        (place.run / "slapd", 0o755, None),
        (place.log, 0o755, None),
        (place.log / "rspamd", 0o755, filter_),
        (place.folder / "tls", 0o700, None),
        (place.keys, 0o710, None),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)
        if owner:
            os.chown(folder, owner.uid, owner.gid)
    os.chown(place.keys, -1, filter_.gid)
    _open(place, postfix.gid)


def obstacle(place: Place) -> str:
    """Which folder above the state folder keeps the daemons' accounts out; empty: none does."""
    for folder in place.home.parents:
        if not folder.stat().st_mode & 0o001:
            return (
                f"{folder} is closed to other accounts, and the daemons have accounts of their "
                "own: keep the state folder elsewhere (HUBUNG_HOME), as /var/lib/hubung."
            )
    return ""


def _open(place: Place, postfix: int) -> None:
    """Let the daemons pass through the state folder, and Postfix read a SQLite file in it.

    Passing is all: names can't be listed, and the program's own files are for its account alone.
    What SQLite keeps beside its file gets the folder's group and the file's mode.
    """
    place.home.chmod(0o711)
    file = place.source.file
    if file is None:
        return
    if file.parent == place.home:
        os.chown(place.home, -1, postfix)
        place.home.chmod(0o2711)
    for path in (file, *_beside(file)):
        if path.exists():
            os.chown(path, -1, postfix)
            path.chmod(0o640)


def _beside(file: Path) -> tuple[Path, Path]:
    return file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")
