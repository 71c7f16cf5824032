"""Mailboxes to move, filled and compared."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from imapclient import IMAPClient

from tests.faults.support import until
from tests.support.imap_server import ImapServer

WIB = timezone(timedelta(hours=7))
FLAGS = ((), ("\\Seen",), ("\\Seen", "\\Answered"), ("\\Flagged", "$Forwarded"), ("\\Deleted",))
#: Content, flags and date: all that a message is.
Message = tuple[bytes, frozenset[str], datetime]


def message(number: int, folder: str = "INBOX", size: int = 200) -> bytes:
    """As mail is: with letters of another alphabet, and with lines of any length."""
    words = random.Random(f"{folder}{number}").randbytes(size // 2).hex()
    return (
        f"From: warga{number}@example.org\r\nSubject: Nomor {number} di {folder} – ü\r\n"
        f"Message-ID: <{folder.encode().hex()}.{number}@example.org>\r\n\r\n{words}\r\n"
    ).encode()


def moment(number: int) -> datetime:
    return datetime(2019, 3, 1, 8, 0, tzinfo=WIB) + timedelta(minutes=7 * number)


def fill(client: IMAPClient, folder: str, numbers: Iterable[int], size: int = 200) -> None:
    """Put messages into a folder, which is made where it is not there."""
    if not client.folder_exists(folder):
        client.create_folder(folder)
        client.subscribe_folder(folder)
    client.multiappend(
        folder,
        [
            {
                "msg": message(number, folder, size),
                "flags": FLAGS[number % len(FLAGS)],
                "date": moment(number),
            }
            for number in numbers
        ],
    )


def contents(server: ImapServer, name: str) -> dict[str, Counter[Message]]:
    """All that somebody has, by folder; those that hold nothing are left out."""
    with server.client(name) as client:
        found = {
            folder: messages(client, folder)
            for marks, _, folder in client.list_folders()
            if b"\\Noselect" not in marks
        }
    return {folder: held for folder, held in found.items() if held}


def messages(client: IMAPClient, folder: str) -> Counter[Message]:
    client.select_folder(folder, readonly=True)
    uids = client.search("ALL")
    return Counter(
        (
            told[b"BODY[]"],
            frozenset(flag.decode() for flag in told[b"FLAGS"]) - {"\\Recent"},
            told[b"INTERNALDATE"],
        )
        for told in client.fetch(uids, ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"]).values()
    )


def at_rest(server: ImapServer, name: str) -> int:
    """How many there are once the server has done with a fallen line and what it handed over.

    Whoever goes on earlier than that cannot know of it (decision 0027).
    """
    until("nobody's line is at work", lambda: not server.lines(name))
    return count(server, name)


def count(server: ImapServer, name: str, folder: str = "INBOX") -> int:
    with server.client(name) as client:
        return int(client.folder_status(folder, ["MESSAGES"])[b"MESSAGES"])
