"""Into our own mail system, on this machine: the process that Dovecot has for each session.

It is started for an account by root, who may do as much anyway. So there is no password that opens
every mailbox, and accounts that nobody has activated yet can be filled.
"""

from __future__ import annotations

import contextlib
import imaplib
import io
import os
import subprocess
import tempfile
from pathlib import Path
from typing import IO, Any, cast

from imapclient import IMAPClient

from hubung.mail.moving.errors import LostError, MovingError
from hubung.mail.moving.server import Server

_DOVEADM = "/usr/bin/doveadm"
_END_SECONDS = 60


class OurServer(Server):
    """A mailbox of this machine's Dovecot."""

    #: Whoever waits for the lock waits for the session's process, too.
    is_sure = True


def hindrance(configuration: Path) -> str:
    """Why mailboxes of this machine can't be reached; empty: nothing hinders."""
    if not configuration.exists() or not Path(_DOVEADM).exists():
        return (
            "The mail system does not run on this machine. Start it with `hubung mail up`, or name "
            "another server with --target."
        )
    if os.geteuid() != 0:
        return "Mailboxes of this machine are root's to fill: run it with sudo."
    return ""


def reach(configuration: Path, login: str, lock: int | None) -> Server:
    """Open somebody's mailbox; its process keeps the `lock`. Raises LostError, MovingError."""
    try:
        return OurServer(_Client(configuration, login, lock))
    except (imaplib.IMAP4.error, OSError) as error:
        raise LostError(f"the mailbox {login} does not open ({error})") from error


class _Client(IMAPClient):  # type: ignore[misc]
    """The library's client, over a process instead of a socket."""

    def __init__(self, configuration: Path, login: str, lock: int | None) -> None:
        self._process = (configuration, login, lock)
        super().__init__(login, ssl=False)

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802
        return _Session(*self._process)

    def _set_read_timeout(self) -> None:
        """A process that is gone says so by itself."""


class _Session(imaplib.IMAP4):
    """Dovecot's session process, signed in from the start."""

    def __init__(self, configuration: Path, login: str, lock: int | None) -> None:
        self._words = [
            *(_DOVEADM, "-c", str(configuration), "exec", "imap", "-u", login),
            # Nobody signed in: the figures of who uses their mailbox stay true.
            *("-o", "plugin/last_login_dict="),
        ]
        self._fds = [lock] if lock is not None else []
        super().__init__(login)

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        """Start it. Raises MovingError where it ends at once, with its last words."""
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._running = subprocess.Popen(  # noqa: S603
            self._words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            pass_fds=self._fds,
            # Ctrl-C is for us, and we end when the batch is through.
            start_new_session=True,
        )
        self._input = cast(IO[bytes], self._running.stdin)
        self._output = cast(io.BufferedReader, self._running.stdout)
        if not self._output.peek(1):
            self.shutdown()
            raise MovingError(f"Dovecot does not open the mailbox: {self._last_words()}")

    def read(self, size: int) -> bytes:
        return self._output.read(size)

    def readline(self) -> bytes:
        return self._output.readline()

    def send(self, data: Any) -> None:
        self._input.write(data)
        self._input.flush()

    def shutdown(self) -> None:
        """Close it, and wait until it has written what it took."""
        for file in (self._input, self._output):
            with contextlib.suppress(OSError):
                file.close()
        try:
            self._running.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()

    def _last_words(self) -> str:
        self._said.seek(0)
        lines = self._said.read(4000).decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it ended without a word"
