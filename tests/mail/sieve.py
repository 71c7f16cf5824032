"""A mailbox's rules as another mail program, such as the webmail, would put them there."""

from __future__ import annotations

from hubung.mail.daemons.sieve import Rules
from tests.support.mail_system import Mailbox


def put(mailbox: Mailbox, script: str, name: str = "rules") -> None:
    """Make this the mailbox's rules, over TLS, with its app password."""
    with Rules(mailbox.system.place, mailbox.login, mailbox.secret) as rules:
        rules.put(name, script)
        rules.activate(name)


def active(mailbox: Mailbox) -> tuple[str, str]:
    """The name and the text of the script in force."""
    with Rules(mailbox.system.place, mailbox.login, mailbox.secret) as rules:
        name = rules.active()
        return name, rules.read(name)
