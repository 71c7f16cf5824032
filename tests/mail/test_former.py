"""Mailboxes from before they were Maildirs: their letters are seen again, none of them twice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from hubung.mail.daemons import former
from hubung.mail.daemons.errors import MailSystemError
from tests.support.mail_system import Mailbox, MailSystem, store_as_mdbox


def home_of(system: MailSystem, mailbox: Mailbox) -> Path:
    return system.place.boxes / mailbox.account.home


def folders(mailbox: Mailbox) -> set[str]:
    client = mailbox.imap()
    try:
        lines = client.list()[1]
    finally:
        client.logout()
    names = (line.decode().rpartition(" ")[2] for line in lines if isinstance(line, bytes))
    return {name for name in names if not name.startswith("Bersama")}


def test_their_letters_join_what_has_come_since(system: MailSystem) -> None:
    lintang = system.person("lintang-kotak-lama")
    home = home_of(system, lintang)
    store_as_mdbox(home, "INBOX", "Dari dulu", "Dari dulu juga")
    store_as_mdbox(home, "Arsip/2025", "Tersimpan")
    system.arrive("warga@example.org", lintang.login, "Baru")
    lintang.await_subject("Baru")
    assert lintang.subjects() == ["Baru"]
    assert home in former.homes(system.place)
    before = folders(lintang)
    assert former.read_over(home) == 3
    assert lintang.subjects() == ["Baru", "Dari dulu", "Dari dulu juga"]
    assert lintang.subjects("Arsip/2025") == ["Tersimpan"]
    # The parts of the former format were folders in the list.
    assert {name for name in before if name.startswith(("storage", "mailboxes"))}
    assert folders(lintang) - before == {"Arsip", "Arsip/2025"}
    assert not {name for name in folders(lintang) if name.startswith(("storage", "mailboxes"))}
    assert home not in former.homes(system.place)
    assert not (home / "mdbox").exists()


def test_what_was_broken_off_goes_on(system: MailSystem) -> None:
    """Also after everything was copied, and nobody had removed the former ones yet."""
    kenanga = system.person("kenanga-kotak-lama")
    home = home_of(system, kenanga)
    store_as_mdbox(home, "INBOX", "Satu", "Dua")
    kept = home.with_name(f"{home.name}-salinan")
    shutil.copytree(home / "mail", kept)
    former.read_over(home)
    # As it is while a part of it is put aside.
    (home / "mdbox").mkdir()
    shutil.move(kept / "mailboxes", home / "mdbox" / "mailboxes")
    shutil.move(kept / "storage", home / "mail" / "storage")
    shutil.rmtree(kept)
    subprocess.run(["chown", "-R", "hubung-mail:hubung-mail", home], check=True)
    assert home in former.homes(system.place)
    assert former.read_over(home) == 2
    assert kenanga.subjects() == ["Dua", "Satu"]
    assert home not in former.homes(system.place)


def test_letters_that_cannot_be_read_are_kept(system: MailSystem) -> None:
    melur = system.person("melur-kotak-lama")
    home = home_of(system, melur)
    store_as_mdbox(home, "INBOX", "Rusak")
    (file,) = (home / "mail" / "storage").glob("m.*")
    file.write_bytes(b"broken" * 20)
    with pytest.raises(MailSystemError, match=home.name):
        former.read_over(home)
    assert home in former.homes(system.place)
    shutil.rmtree(home)
