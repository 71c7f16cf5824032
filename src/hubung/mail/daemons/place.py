"""Where the mail system keeps what, for one installation."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from hubung.mail.daemons import source
from hubung.mail.daemons.source import Source
from hubung.mail.settings import MailSystem

#: A Unix socket's path may have 107 characters; these are the longest of ours.
_SOCKETS = ("queue/private/quota-status", "run/dovecot/anvil-auth-penalty.tmp", "run/rspamd/milter")
_LONGEST_SOCKET = 107


@dataclass(frozen=True)
class Place:
    """The folder of one mail system, the settings it follows, and the database it reads."""

    folder: Path
    mail: MailSystem
    source: Source

    @property
    def home(self) -> Path:
        """The program's state folder around it."""
        return self.folder.parent

    @property
    def etc(self) -> Path:
        """The generated configuration, a folder for each daemon."""
        return self.folder / "etc"

    @property
    def queue(self) -> Path:
        """Postfix's queue: accepted and not yet delivered."""
        return self.folder / "queue"

    @property
    def boxes(self) -> Path:
        """The mailboxes."""
        return self.folder / "boxes"

    @property
    def state(self) -> Path:
        """What the daemons remember, a folder for each."""
        return self.folder / "state"

    @property
    def run(self) -> Path:
        """Process ids and sockets."""
        return self.folder / "run"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def keys(self) -> Path:
        """The keys that sign what domains send (DKIM), and which of them is in use."""
        return self.folder / "dkim"

    @property
    def certificate(self) -> Path:
        """The certificate chain."""
        return Path(self.mail.tls_certificate or self.folder / "tls" / "certificate.pem")

    @property
    def certificate_key(self) -> Path:
        if not self.mail.tls_certificate:
            return self.folder / "tls" / "key.pem"
        return Path(self.mail.tls_key or self.mail.tls_certificate)

    @property
    def milter(self) -> Path:
        """The socket where Postfix shows each message to the filter."""
        return self.run / "rspamd" / "milter"

    @property
    def quarantine(self) -> Path:
        """The socket where Postfix hands over what is to be held."""
        return self.queue / "private" / "quarantine"

    @property
    def handed(self) -> Path:
        """The socket where Dovecot asks whether it has stored a letter before."""
        return self.run / "sieve" / "handed-over"

    @property
    def address_book(self) -> Path:
        """The socket where slapd asks what the address book says."""
        return self.run / "slapd" / "book"

    @property
    def maps(self) -> Path:
        """Lists that the filter follows as they change."""
        return self.state / "maps"

    @property
    def hostname(self) -> str:
        """The server's name. Postfix wants a dot in it."""
        name = self.mail.hostname or socket.getfqdn()
        return name if "." in name else f"{name}.localdomain"

    @property
    def is_short_enough(self) -> bool:
        """Whether the sockets' paths are ones that the system takes."""
        return all(len(bytes(self.folder / name)) <= _LONGEST_SOCKET for name in _SOCKETS)


def here() -> Place:
    """The mail system of this installation."""
    hubung = settings.HUBUNG
    return Place(hubung.home.resolve() / "mail", hubung.mail_system, source.here())
