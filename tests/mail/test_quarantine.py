"""What the filter holds: nothing of it is lost, and whoever may lets it through."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

import pytest

from hubung.directory.models import Post, Unit, UnitKind, today
from hubung.mail import services
from hubung.mail.daemons import configuration, place, quarantine
from hubung.mail.models import HeldCopy
from hubung.mail.quarantine import reasons
from tests.support import clamd
from tests.support.mail_system import DOMAIN, Mailbox, MailSystem, letter, until
from tests.support.patience import PATIENCE

STRANGER = "198.51.100.9"


def with_malware(sender: str, to: str, subject: str) -> EmailMessage:
    message = letter(sender, to, subject)
    message.add_attachment(
        clamd.EICAR, maintype="application", subtype="octet-stream", filename="tagihan.bin"
    )
    return message


def held(mailbox: Mailbox) -> HeldCopy:
    return until(
        f"a letter held for {mailbox.login}",
        lambda: HeldCopy.objects.filter(account=mailbox.account).select_related("letter").first(),
    )


def test_malware_is_held_and_comes_as_it_was_when_it_is_let_through(
    system: MailSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "here", lambda: system.place)
    seno = system.person("seno-virus")
    raw = with_malware("tagihan@example.org", seno.login, "Tagihan")
    system.deliver("tagihan@example.org", seno.login, raw.as_bytes())
    copy = held(seno)
    assert copy.letter.virus == clamd.FOUND
    assert copy.letter.subject == "Tagihan"
    assert clamd.NAME in reasons(copy.letter)[0]
    assert seno.subjects() == []
    services.release_held(by=None, copy=copy)
    quarantine.deliver(copy)
    message = seno.await_subject("Tagihan")
    assert message["x-hubung-released"] is None
    assert message["dkim-signature"] is None
    (part,) = message.iter_attachments()
    assert part.get_content() == clamd.EICAR


def test_malware_of_our_own_is_refused_to_whoever_sends_it(system: MailSystem) -> None:
    wati = system.person("wati-virus")
    with wati.submission() as client, pytest.raises(smtplib.SMTPDataError) as refused:
        client.send_message(with_malware(wati.login, "orang@example.com", "Berkas"))
    assert b"malware" in refused.value.smtp_error


def test_many_points_hold_a_letter_for_each_of_its_readers(system: MailSystem) -> None:
    """In our name from outside, by a server that may not, with a head that no program writes."""
    system.names.text("jahat.example", "v=spf1 -all")
    readers = [system.person(name) for name in ("adi-palsu", "budi-palsu")]
    raw = letter(f"menteri-palsu@{DOMAIN}", "", "UANG GRATIS UNTUK ANDA!!!")
    for name in ("To", "Message-ID", "Date"):
        del raw[name]
    raw["X-Hubung-Quarantine"] = "score=0; virus=; found="
    with smtplib.SMTP("127.0.0.1", system.mail.smtp_port, timeout=PATIENCE) as client:
        client.ehlo("mail.example.org")
        client.docmd("XCLIENT", f"ADDR={STRANGER} NAME=[UNAVAILABLE]")
        client.ehlo("x")
        client.sendmail("bank@jahat.example", [each.login for each in readers], raw.as_bytes())
    copies = [held(each) for each in readers]
    assert copies[0].letter == copies[1].letter
    assert copies[0].letter.score >= system.mail.quarantine_score
    assert "HUBUNG_FORGED_FROM" in copies[0].letter.findings


def test_who_calls_himself_like_an_official_is_marked_where_people_look(
    system: MailSystem,
) -> None:
    top = Unit.objects.create(code="DJX", name="Ditjen", kind=UnitKind.DIRECTORATE_GENERAL)
    sekar = system.person("sekar-pejabat")
    sekar.account.person.name = "Dr. Sekar Widuri, M.T."
    sekar.account.person.save()
    post = Post.objects.create(unit=top, title="Direktur Jenderal Samudra", heads_unit=True)
    post.holdings.create(person=sekar.account.person, valid_from=today())
    configuration.refresh(system.place)
    reader = system.person("pembaca-waspada")

    def arrives(author: str, subject: str, expected: str) -> EmailMessage:
        raw = letter(author, reader.login, subject).as_bytes()
        sender = author.partition("<")[2].rstrip(">")
        system.deliver(sender, reader.login, raw, client="203.0.113.20")
        return reader.await_subject(expected)

    tag = system.mail.warning_tag

    def followed() -> bool:
        """The filter reads a changed list after a while."""
        raw = letter("Sekar Widuri <x@example.net>", reader.login, "Coba").as_bytes()
        system.deliver("x@example.net", reader.login, raw, client="203.0.113.20")
        until("it came", lambda: [one for one in reader.subjects() if one.endswith("Coba")])
        return f"{tag} Coba" in reader.subjects()

    until("the filter knows the officials", followed)
    for number, name in enumerate(
        ("SEKAR WIDURI", "Ir. Ѕеkаr Widurі", "Sekar Widurl", "Direktur Jenderal Samudra")
    ):
        said = arrives(f'"{name}" <sekar{number}@example.net>', f"Transfer {number}",
                       f"{tag} Transfer {number}")  # fmt: skip
        assert said["x-hubung-warning"] == "name"
    near = arrives("Humas <humas@dephub.g0.id>", "Undangan", f"{tag} Undangan")
    assert near["x-hubung-warning"] == "domain"
    # Cyrillic letters, as they travel.
    other = f"{'dерhub'.encode('idna').decode()}.go.id"
    near = arrives(f"Humas <humas@{other}>", "Rapat", f"{tag} Rapat")
    assert near["x-hubung-warning"] == "domain"
    far = arrives("Toko <toko@xn--mnchen-3ya.example>", "Toko", "Toko")
    assert far["x-hubung-warning"] is None
    plain = arrives('"Sekar Wulandari" <sekar@example.net>', "Biasa", "Biasa")
    assert plain["x-hubung-warning"] is None
