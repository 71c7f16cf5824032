"""The door where Postfix hands letters over: what is kept, and what comes again."""

from __future__ import annotations

import smtplib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import DatabaseError

from hubung.mail.daemons import door
from hubung.mail.daemons.door import Handed, NotNowError
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.once

TWO = ["adi@dephub.go.id", "budi@dephub.go.id"]


@contextmanager
def called(keep: Callable[[Handed], None]) -> Iterator[smtplib.LMTP]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "door"
        with door.serving(path, keep, hostname="surat.contoh.id"):
            assert path.stat().st_mode & 0o777 == 0o660
            with smtplib.LMTP(str(path), timeout=PATIENCE) as client:
                yield client


def hand_over(client: smtplib.LMTP, sender: str, raw: bytes) -> list[int]:
    """The code of each recipient's reply; smtplib itself reads the first only."""
    client.ehlo_or_helo_if_needed()
    client.mail(sender)
    for address in TWO:
        client.rcpt(address)
    return [client.data(raw)[0], *(client.getreply()[0] for _more in TWO[1:])]


def test_a_letter_is_kept_as_it_was_handed_over_whoever_sent_it() -> None:
    kept: list[Handed] = []
    raw = b"Subject: Undian\r\n\r\n.satu titik\r\n..dua\r\n"
    senders = ("<a b..@contoh.id>", "<.@contoh.id>", "<>")
    with called(kept.append) as client:
        for sender in senders:
            assert hand_over(client, sender, raw) == [250, 250]
    assert kept == [Handed(sender[1:-1], tuple(TWO), raw) for sender in senders]


@pytest.mark.parametrize("error", [DatabaseError("away"), NotNowError()])
def test_what_cannot_be_kept_now_comes_again_for_each_of_its_readers(error: Exception) -> None:
    def keep(_letter: Handed) -> None:
        raise error

    with called(keep) as client:
        assert hand_over(client, "<x@contoh.id>", b"Subject: Nanti\r\n\r\n") == [451, 451]
