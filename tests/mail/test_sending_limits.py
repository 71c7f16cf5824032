"""A stolen account is stopped where it sends, by the real submission."""

from __future__ import annotations

import smtplib

import pytest

from hubung.directory.models import today
from hubung.mail import services
from hubung.mail.models import SendingLimit
from tests.support.mail_system import MailSystem, letter


def limit(**most: int) -> dict[str, int]:
    """Plenty, but for what is said."""
    names = ("messages_hour", "recipients_hour", "messages_day", "recipients_day")
    return {**dict.fromkeys(names, 1000), **most}


def test_the_first_letter_over_the_limit_is_refused_and_nothing_goes_out_until_release(
    system: MailSystem,
) -> None:
    rini, galih = system.person("rini-dicuri"), system.person("galih-penerima")
    SendingLimit.objects.create(
        account=rini.account, valid_from=today(), source="Uji", **limit(messages_hour=2)
    )
    for subject in ("Satu", "Dua"):
        rini.send(galih.login, subject)
    for subject in ("Tiga", "Empat"):
        with pytest.raises(smtplib.SMTPDataError) as refused:
            rini.send(galih.login, subject)
        assert refused.value.smtp_code == 554
        assert b"5.7.1" in refused.value.smtp_error
        assert b"lebih dari 2 pesan dalam satu jam" in refused.value.smtp_error
    assert rini.account.sending_stops.count() == 1
    galih.send(rini.login, "Masih sampai")
    rini.await_subject("Masih sampai")
    services.release_sending(by=None, account=rini.account, reason="Undangan rapat, bukan pencuri.")
    rini.send(galih.login, "Lima")
    galih.await_subject("Lima")
    assert galih.subjects() == ["Dua", "Lima", "Satu"]


def test_every_recipient_counts(system: MailSystem) -> None:
    rini, galih = system.person("rini-banyak"), system.person("galih-banyak")
    SendingLimit.objects.create(
        account=rini.account, valid_from=today(), source="Uji", **limit(recipients_day=2)
    )
    many = [f"orang{number}@example.com" for number in range(3)]
    with rini.submission() as client, pytest.raises(smtplib.SMTPDataError):
        client.sendmail(rini.login, many, letter(rini.login, many[0], "Promo").as_bytes())
    with pytest.raises(smtplib.SMTPDataError):
        rini.send(galih.login, "Sesudahnya")
    assert not [to for _, to, _ in system.world.received if set(many) & {*to}]
