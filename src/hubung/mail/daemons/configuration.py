"""Writes the whole configuration of the daemons, from the settings."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from hubung.mail.daemons import (
    accounts,
    certificate,
    files,
    ground,
    guarded,
    installation,
    keys,
    source,
    views,
)
from hubung.mail.daemons.accounts import Account
from hubung.mail.daemons.dovecot import configuration as dovecot
from hubung.mail.daemons.dovecot import shared
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.place import Place
from hubung.mail.daemons.postfix import configuration as postfix
from hubung.mail.daemons.postfix import maps
from hubung.mail.daemons.rspamd import configuration as rspamd
from hubung.mail.daemons.slapd import configuration as slapd


def write(place: Place) -> None:
    """Folders, certificate, keys and every file. Needs root. Raises MailSystemError."""
    ground.prepare(place)
    certificate.ensure(place)
    source.grant(place.source)
    views.open_doors(place)
    keys.ensure(place, views.domains())
    _officials(place)
    _postfix(place)
    _dovecot(place)
    _rspamd(place)
    _slapd(place)


def refresh(place: Place) -> None:
    """Follow what changed while the daemons run: new domains and officials, a certificate's end."""
    certificate.ensure(place)
    keys.ensure(place, views.domains())
    _officials(place)


def _officials(place: Place) -> None:
    text = "".join(f"{name}\n" for name in guarded.names())
    files.write(place.maps / "officials.map", text)


def follow(place: Place) -> None:
    """Follow what people are waiting for: a new shared mailbox or domain is known in seconds."""
    files.write(place.etc / "dovecot" / "shared.acl", shared.acl(views.shared_boxes()))
    _domains(place)


def _domains(place: Place) -> None:
    folder = place.etc / "postfix"
    for name, text in maps.of_domains(views.domains()).items():
        files.write(folder / name, text)
        made = folder / f"{name}.db"
        # Whoever was killed in between left the former table.
        if not made.exists() or made.stat().st_mtime_ns < (folder / name).stat().st_mtime_ns:
            _run_postfix("postmap", folder, f"{maps.KIND}:{folder / name}")


def _postfix(place: Place) -> None:
    folder, group = place.etc / "postfix", accounts.account(accounts.POSTFIX).gid
    for name, text in postfix.files(place).items():
        # A map's file holds the database's password.
        mode = 0o640 if name not in ("main.cf", "master.cf") else 0o644
        files.write(folder / name, text, mode=mode, group=group)
    _domains(place)
    # Makes the folders of the queue, where Dovecot's sockets are to be.
    _run_postfix("postfix", folder, "check")


def _run_postfix(program: str, folder: Path, *arguments: str) -> None:
    """One of Postfix's own programs. Raises MailSystemError."""
    made = subprocess.run(  # noqa: S603
        [f"/usr/sbin/{program}", "-c", str(folder), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        said = made.stderr.strip() or "see the log of Postfix"
        raise MailSystemError(f"Postfix does not take its configuration: {said}")


def _dovecot(place: Place) -> None:
    folder = place.etc / "dovecot"
    owner = _database_owner(place)
    for name, (text, mode) in dovecot.files(place, database_owner=owner).items():
        # The account that asks the database reads what says how.
        files.write(folder / name, text, mode=mode)
        if mode == 0o600:
            shutil.chown(folder / name, owner.name)
    files.write(folder / "shared.acl", shared.acl(views.shared_boxes()))
    if files.write(folder / "before.sieve", dovecot.before_sieve()):
        subprocess.run(  # noqa: S603
            ["/usr/bin/sievec", "-c", str(folder / "dovecot.conf"), str(folder / "before.sieve")],
            capture_output=True,
            check=True,
        )


def _rspamd(place: Place) -> None:
    folder = place.etc / "rspamd"
    for part in ("local.d", "override.d"):
        (folder / part).mkdir(mode=0o755, exist_ok=True)
    wanted = rspamd.files(place, account=accounts.RSPAMD, postfix=accounts.POSTFIX)
    for name, text in wanted.items():
        files.write(folder / name, text)
    for path in folder.glob("override.d/*"):
        if str(path.relative_to(folder)) not in wanted:
            path.unlink()


def _slapd(place: Place) -> None:
    """It reads the certificate as the account that it works as, so it has a copy of its own."""
    if not installation.has_address_book(place.mail):
        return
    folder, group = place.etc / "slapd", accounts.account(accounts.OPENLDAP).gid
    for name, text in slapd.files(place).items():
        files.write(folder / name, text)
    for name, path in (
        ("certificate.pem", place.certificate),
        ("key.pem", place.certificate_key),
    ):
        files.write(folder / name, path.read_bytes(), mode=0o640, group=group)


def _database_owner(place: Place) -> Account:
    """Who may write the database: its file's owner, and anybody who has the role's password."""
    if place.source.file is None:
        return accounts.account(accounts.DOVECOT)
    return accounts.account(Path(place.source.file).owner())
