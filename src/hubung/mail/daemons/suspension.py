"""Cuts somebody off at once: every open session ends, and nothing remembered lets them in."""

from __future__ import annotations

import subprocess

from hubung.mail.daemons import place as places
from hubung.mail.daemons import running
from hubung.mail.daemons.errors import MailSystemError

_SECONDS = 10


def suspend(login: str) -> None:
    """End the open sessions of a login; call it after the change is committed.

    Sign-ins are looked up each time, so a new one is refused from the commit on. Does nothing where
    the daemons do not run here. Raises MailSystemError when they could not be asked.
    """
    here = places.here()
    if here.mail.enabled and running.is_running(here, "dovecot"):
        cut_off(here, login)


def cut_off(place: places.Place, login: str) -> None:
    """As `suspend`, for one mail system. Raises MailSystemError."""
    _doveadm(place, "auth", "cache", "flush", login)
    # 68: there was no session to end.
    _doveadm(place, "kick", login, well=(0, 68))


def _doveadm(place: places.Place, *arguments: str, well: tuple[int, ...] = (0,)) -> str:
    try:
        made = subprocess.run(  # noqa: S603
            ["/usr/bin/doveadm", "-c", str(place.etc / "dovecot" / "dovecot.conf"), *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MailSystemError("Dovecot does not answer.") from error
    if made.returncode not in well:
        raise MailSystemError(f"Dovecot did not end the sessions (code {made.returncode}).")
    return made.stdout
