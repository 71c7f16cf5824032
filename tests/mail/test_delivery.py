"""Mail in and out through the real daemons."""

from __future__ import annotations

import smtplib

import pytest

from tests.support.mail_system import DOMAIN, MailSystem, letter, until
from tests.support.patience import PATIENCE


def test_a_strangers_mail_is_read_by_imap(system: MailSystem) -> None:
    ani = system.person("ani")
    system.arrive("warga@example.org", ani.login, "Lampu padam", body="Sejak kemarin.\n")
    message = ani.await_subject("Lampu padam")
    assert message.get_content().split() == ["Sejak", "kemarin."]
    assert message["return-path"] == "<warga@example.org>"


def test_unknown_recipients_are_refused_during_smtp(system: MailSystem) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        system.arrive("warga@example.org", f"tidak-ada@{DOMAIN}", "Halo")
    assert refused.value.recipients[f"tidak-ada@{DOMAIN}"][0] == 550


def test_nobody_relays_through_us(system: MailSystem) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        system.arrive("warga@example.org", "orang@example.com", "Halo")
    assert b"Relay access denied" in refused.value.recipients["orang@example.com"][1]


@pytest.mark.parametrize("sender", ["forged", "not-even-there"])
def test_a_stranger_does_not_write_as_one_of_us(system: MailSystem, sender: str) -> None:
    victim = system.person(f"victim-of-{sender}")
    if sender == "forged":
        system.person(sender)
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        system.arrive(f"{sender}@{DOMAIN}", victim.login, "Segera bayar")
    assert b"sent with a sign-in" in refused.value.recipients[victim.login][1]


def test_who_signed_in_sends_as_themselves_only(system: MailSystem) -> None:
    bima, damar = system.person("bima"), system.person("damar")
    bima.send(damar.login, "Rapat")
    damar.await_subject("Rapat")
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        bima.send(damar.login, "Bukan saya", sender=damar.login)
    assert b"not owned by user" in refused.value.recipients[damar.login][1]


def test_sending_with_tls_at_once_and_out_into_the_world(system: MailSystem) -> None:
    laksmi = system.person("laksmi")
    with smtplib.SMTP_SSL(
        "127.0.0.1", system.mail.submissions_port, context=system.tls, timeout=PATIENCE
    ) as client:
        client.login(laksmi.login, laksmi.secret)
        client.send_message(letter(laksmi.login, "orang@example.com", "Keluar"))
    assert b"Subject: Keluar" in system.world.mail_to("orang@example.com")


def test_nobody_sends_without_a_sign_in_at_the_submission_port(system: MailSystem) -> None:
    tirta = system.person("tirta")
    with smtplib.SMTP("127.0.0.1", system.mail.submission_port, timeout=PATIENCE) as client:
        client.starttls(context=system.tls)
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.send_message(letter(tirta.login, tirta.login, "Tanpa masuk"))


def test_a_password_is_never_asked_for_in_clear(system: MailSystem) -> None:
    with smtplib.SMTP("127.0.0.1", system.mail.submission_port, timeout=PATIENCE) as client:
        client.ehlo()
        assert not client.has_extn("auth")
        client.starttls(context=system.tls)
        client.ehlo()
        assert {"PLAIN", "OAUTHBEARER", "XOAUTH2"} <= set(client.esmtp_features["auth"].split())


def test_a_group_reaches_each_member_once(system: MailSystem) -> None:
    members = [system.person(name) for name in ("sekar", "gatra")]
    system.group("kelompok", *members)
    system.arrive("warga@example.org", f"kelompok@{DOMAIN}", "Untuk semua")
    for member in members:
        member.await_subject("Untuk semua")
        assert member.subjects() == ["Untuk semua"]


def test_not_everybody_writes_to_a_group_with_writers(system: MailSystem) -> None:
    writer, other = system.person("penulis"), system.person("bukan-penulis")
    group = system.group("terbatas", writer, other, writers="chosen")
    group.chosen_writers.create(account=writer.account)
    writer.send(f"terbatas@{DOMAIN}", "Boleh")
    other.await_subject("Boleh")
    for send in (
        lambda: other.send(f"terbatas@{DOMAIN}", "Tidak boleh"),
        lambda: system.arrive("warga@example.org", f"terbatas+x@{DOMAIN}", "Tidak boleh"),
    ):
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            send()
        assert any(b"Not everybody" in said for _, said in refused.value.recipients.values())


def test_a_full_mailbox_refuses_while_the_sender_listens(system: MailSystem) -> None:
    full = system.person("penuh", quota_bytes=60_000)
    body = ("x" * 70 + "\n") * 500
    system.arrive("warga@example.org", full.login, "Pertama", body=body)
    full.await_subject("Pertama")
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        system.arrive("warga@example.org", full.login, "Kedua", body=body)
    assert refused.value.recipients[full.login] == (
        552,
        f"5.2.2 <{full.login}>: Recipient address rejected: This mailbox is full".encode(),
    )


def test_an_extension_is_the_same_mailbox(system: MailSystem) -> None:
    arum = system.person("arum")
    system.arrive("warga@example.org", f"arum+rapat@{DOMAIN}", "Dengan tambahan")
    arum.await_subject("Dengan tambahan")
    until("nothing waits", lambda: arum.login not in system.queue())
