"""Letters to a moderated group wait until somebody decides; none is lost, none goes out unasked."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.core import mail
from django.test import Client

from hubung.directory.models import Role
from hubung.kernel import events
from hubung.mail import services
from hubung.mail.models import Account, Group, GroupLetter, LetterState
from tests.integration.mail.post_office import Office, seen, targets
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry

ADDRESS, PAGE = "pengumuman@dephub.go.id", "/akun/surel/moderasi/"


@pytest.fixture
def group(house: Ministry, office: Office) -> Group:
    """Damar writes freely; Bima reads; Tirta, of no role here, decides."""
    for person in (house.damar, house.bima, house.tirta):
        office.mailbox(person)
    made = office.group(ADDRESS, rule="chosen", writers="chosen", unit=house.sea)
    made.members.create(account=account("bima"))
    made.chosen_writers.create(account=account("damar"))
    services.set_moderation(by=house.jaya, group=made, moderated=True, chosen=[account("tirta")])
    return made


def account(name: str) -> Account:
    return Account.objects.get(login=f"{name}@dephub.go.id")


def letter(sender: str, subject: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, ADDRESS, subject
    message.set_content("Mohon diteruskan.\n")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="surat.pdf")
    return message.as_bytes()


def take(group: Group, sender: str, subject: str = "Undangan") -> GroupLetter:
    services.take_letter(
        group=group, address=ADDRESS, sender=sender, content=letter(sender, subject)
    )
    return GroupLetter.objects.get(group=group, subject=subject)


def moderator(house: Ministry) -> Client:
    client = Client(headers={"Accept": "text/html", "Accept-Language": "en"})
    sign_in(client, house.tirta)
    return client


def test_its_letters_go_to_the_program_and_not_past_it(group: Group) -> None:
    assert targets(ADDRESS) == []
    (row,) = seen("mail_transport_view", address=ADDRESS)
    assert row["transport"] == "moderation:unix:private/letters"
    assert services.moderated_group("pengumuman+x@dephub.go.id") == group


def test_who_may_write_writes_freely_and_everybody_else_waits(group: Group) -> None:
    assert take(group, "damar@dephub.go.id", "Bebas").state == LetterState.RELEASED
    for number, sender in enumerate(("bima@dephub.go.id", "warga@example.org", "")):
        assert take(group, sender, f"Tunggu {number}").state == LetterState.WAITING


def test_the_same_letter_twice_is_one(group: Group) -> None:
    content = letter("warga@example.org", "Undangan")
    for _time in range(2):
        services.take_letter(
            group=group, address=ADDRESS, sender="warga@example.org", content=content
        )
    assert GroupLetter.objects.count() == 1


def test_a_letter_that_cannot_be_read_waits_all_the_same(group: Group) -> None:
    broken = b"From: =?utf-8?q?=00?=\r\nContent-Type: multipart/mixed\r\n\r\n\0\xff"
    services.take_letter(group=group, address=ADDRESS, sender="x@example.org", content=broken)
    assert bytes(GroupLetter.objects.get().content) == broken


def test_the_moderator_is_told_reads_and_releases(group: Group, house: Ministry) -> None:
    held = take(group, "warga@example.org")
    while events.dispatch():
        pass
    (told,) = mail.outbox
    assert told.to == [house.tirta.email]
    assert "Undangan" in told.body
    client = moderator(house)
    page = client.get(PAGE).content.decode()
    for shown in ("Undangan", "warga@example.org", "Mohon diteruskan.", "surat.pdf"):
        assert shown in page
    client.post(PAGE, {"do": f"release:{held.pk}"})
    held.refresh_from_db()
    assert (held.state, held.decided_by) == (LetterState.RELEASED, house.tirta)
    assert "Somebody else has decided" in (
        client.post(PAGE, {"do": f"reject:{held.pk}", "reason": "x"}, follow=True).content.decode()
    )


def test_who_is_rejected_is_told_why(group: Group, house: Ministry) -> None:
    held, client = take(group, "warga@example.org"), moderator(house)
    client.post(PAGE, {"do": f"reject:{held.pk}", "reason": " "})
    held.refresh_from_db()
    assert held.state == LetterState.WAITING
    client.post(PAGE, {"do": f"reject:{held.pk}", "reason": "Bukan untuk grup ini."})
    held.refresh_from_db()
    assert held.state == LetterState.REJECTED
    (told,) = [each for each in mail.outbox if each.to == ["warga@example.org"]]
    assert "Bukan untuk grup ini." in told.body


def test_nobody_else_sees_or_decides(group: Group, house: Ministry) -> None:
    held = take(group, "warga@example.org")
    client = Client(headers={"Accept": "text/html", "Accept-Language": "en"})
    sign_in(client, house.bima)
    assert "Undangan" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"do": f"release:{held.pk}"}).status_code == 404


def test_a_role_may_decide_and_none_that_waits_is_forgotten(group: Group, house: Ministry) -> None:
    services.set_moderation(by=house.jaya, group=group, moderated=True, role=Role.TIER2_HANDLER)
    take(group, "warga@example.org")
    client = Client(headers={"Accept": "text/html", "Accept-Language": "en"})
    sign_in(client, house.damar)
    assert "Undangan" in client.get(PAGE).content.decode()
    with pytest.raises(services.MailError, match="still wait"):
        services.set_moderation(by=house.jaya, group=group, moderated=False)
    with pytest.raises(services.MailError, match="still wait"):
        services.end_group(by=house.jaya, group=group)
