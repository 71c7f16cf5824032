"""A shared mailbox in the mail programs of those who work with it."""

from __future__ import annotations

import imaplib

import pytest

from hubung.mail import services
from hubung.mail.daemons import configuration, suspension
from hubung.mail.models import Account, AccountState, Address
from tests.support.mail_system import DOMAIN, Mailbox, MailSystem, until

BOX = f"tata-usaha@{DOMAIN}"
FOLDER = f"Bersama/{BOX}"


@pytest.fixture
def box(system: MailSystem) -> Account:
    made = Account.objects.create(
        label="Tata Usaha", unit=system.unit, login=BOX, state=AccountState.ACTIVE
    )
    Address.objects.create(address=BOX, domain=system.domain, account=made)
    configuration.follow(system.place)
    return made


def folders(mailbox: Mailbox) -> str:
    client = mailbox.imap()
    try:
        return str(client.list()[1])
    finally:
        client.logout()


def marks(client: imaplib.IMAP4, flag: str) -> bool:
    """Whether the daemon keeps a flag on the first letter."""
    client.store("1", "+FLAGS", flag)
    return flag.encode() in (client.fetch("1", "(FLAGS)")[1][0] or b"")


def test_members_see_the_mailbox_and_do_there_what_they_were_given(
    system: MailSystem, box: Account
) -> None:
    clerk, reader, stranger = (system.person(name) for name in ("juru", "pembaca", "orang-lain"))
    services.share(by=None, mailbox=box, person=clerk.account.person)
    services.share(
        by=None, mailbox=box, person=reader.account.person, may_write=False, may_send=False
    )
    system.arrive("warga@example.org", BOX, "Surat masuk")
    until("the letter is there", lambda: clerk.subjects(FOLDER) == ["Surat masuk"])
    assert FOLDER in folders(clerk)
    assert reader.subjects(FOLDER) == ["Surat masuk"]
    assert "Bersama" not in folders(stranger)
    assert stranger.messages(FOLDER) == []

    client = reader.imap()
    client.select(FOLDER)
    assert not marks(client, "\\Deleted")
    client.logout()
    client = clerk.imap()
    client.select(FOLDER)
    assert marks(client, "\\Flagged")
    assert client.create(f"{FOLDER}/Selesai")[0] == "OK"
    assert client.copy("1", f"{FOLDER}/Selesai")[0] == "OK"
    client.logout()

    clerk.send("pemohon@example.org", "Jawaban", sender=BOX)
    assert b"Subject: Jawaban" in system.world.mail_to("pemohon@example.org")
    services.unshare(by=None, right=box.rights.get(person=clerk.account.person))
    suspension.cut_off(system.place, clerk.login)
    assert clerk.messages(FOLDER) == []
