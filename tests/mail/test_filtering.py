"""What happens to mail on its way: people's own rules, spam, signatures, verdicts."""

from __future__ import annotations

import smtplib

import dkim
import pytest

from hubung.mail.daemons import keys
from tests.mail import sieve
from tests.support.mail_system import DOMAIN, MailSystem, letter, until

#: What every filter takes for spam, to be tried with.
GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n"


def test_a_persons_own_rules_file_mail(system: MailSystem) -> None:
    damar = system.person("damar-sieve")
    sieve.put(
        damar,
        'require ["fileinto", "mailbox"];\r\n'
        'if header :contains "subject" "undangan" { fileinto :create "Undangan"; }\r\n',
    )
    system.arrive("warga@example.org", damar.login, "undangan rapat")
    damar.await_subject("undangan rapat", "Undangan")
    assert damar.subjects() == []


def test_who_is_away_says_so_once(system: MailSystem) -> None:
    laksmi = system.person("laksmi-cuti")
    sieve.put(
        laksmi,
        'require ["vacation"];\r\n'
        'vacation :days 1 :subject "Sedang cuti" "Kembali hari Senin.";\r\n',
    )
    for subject in ("Pertama", "Kedua"):
        system.arrive("penanya@example.org", laksmi.login, subject)
        laksmi.await_subject(subject)
    answer = system.world.mail_to("penanya@example.org")
    assert b"Subject: Sedang cuti" in answer
    assert b"Auto-Submitted: auto-replied" in answer
    until("nothing waits", lambda: "penanya@example.org" not in system.queue())
    assert [to for _, to, _ in system.world.received].count(["penanya@example.org"]) == 1


def test_what_we_send_is_signed_and_the_signature_verifies(system: MailSystem) -> None:
    bima = system.person("bima-dkim")
    (key,) = keys.of(system.place, DOMAIN)
    bima.send("orang@example.net", "Bertanda")
    raw = system.world.mail_to("orang@example.net")
    published = {key.record_name: key.record}
    assert _is_signed(raw, published)
    assert not _is_signed(raw.replace(b"Bertanda", b"Dipalsukan"), published)


def test_a_new_key_waits_until_it_is_used_and_needs_no_restart(system: MailSystem) -> None:
    arum = system.person("arum-dkim")
    (former,) = keys.of(system.place, DOMAIN)
    fresh = keys.renew(system.place, DOMAIN)
    assert keys.renew(system.place, DOMAIN) == fresh
    assert keys.waiting(system.place, DOMAIN) == fresh
    keys.use(system.place, fresh)
    assert keys.waiting(system.place, DOMAIN) is None

    def signed_by_the_new() -> bool:
        arum.send("lain@example.net", "Kunci baru")
        raw = system.world.mail_to("lain@example.net")
        system.world.received.clear()
        return _is_signed(raw, {fresh.record_name: fresh.record})

    until("the filter has read the change", signed_by_the_new)
    keys.use(system.place, former)
    fresh.path.unlink()


def test_spam_is_refused(system: MailSystem) -> None:
    gatra = system.person("gatra-spam")
    with pytest.raises(smtplib.SMTPDataError) as refused:
        system.arrive("warga@example.org", gatra.login, "Menang undian", body=GTUBE)
    assert refused.value.smtp_code == 554


def test_spf_and_dmarc_are_judged(system: MailSystem) -> None:
    system.names.text("jujur.example", "v=spf1 ip4:203.0.113.7 -all")
    system.names.text("_dmarc.jujur.example", "v=DMARC1; p=reject")
    tirta = system.person("tirta-spf")
    raw = letter("bank@jujur.example", tirta.login, "Dari bank").as_bytes()
    system.deliver("bank@jujur.example", tirta.login, raw, client="203.0.113.7")
    verdict = tirta.await_subject("Dari bank")["authentication-results"]
    assert "spf=pass" in verdict
    assert "dmarc=pass" in verdict
    with pytest.raises(smtplib.SMTPDataError) as refused:
        system.deliver("bank@jujur.example", tirta.login, raw, client="198.51.100.9")
    assert refused.value.smtp_code == 554


def test_the_line_from_is_held_to_the_sender(system: MailSystem) -> None:
    """People read the line From, which no conversation between servers shows."""
    menteri, kirana = system.person("menteri"), system.person("kirana-from")
    forged = letter(menteri.login, kirana.login, "Perintah").as_bytes()
    with kirana.submission() as client, pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail(kirana.login, [kirana.login], forged)
    assert b"line From" in refused.value.smtp_error
    system.deliver("bank@example.org", kirana.login, forged, client="198.51.100.9")
    kirana.await_subject("Perintah", "Junk")
    assert kirana.subjects() == []


def test_mail_from_outside_carries_our_seal(system: MailSystem) -> None:
    """Whoever gets it forwarded can see what we found when it came in (ARC)."""
    system.names.text("segel.example", "v=spf1 ip4:203.0.113.7 -all")
    sekar = system.person("sekar-arc")
    raw = letter("ani@segel.example", sekar.login, "Bersegel").as_bytes()
    system.deliver("ani@segel.example", sekar.login, raw, client="203.0.113.7")
    message = sekar.await_subject("Bersegel")
    (key,) = keys.of(system.place, DOMAIN)
    assert f"d={DOMAIN}" in message["arc-seal"]
    assert "spf=pass" in message["arc-authentication-results"]
    state, _, reason = dkim.arc_verify(
        _as_it_came(message.as_bytes()),
        dnsfunc=lambda name, timeout=5: {key.record_name: key.record}[name.decode().rstrip(".")],
    )
    assert state == dkim.CV_Pass, reason


def _as_it_came(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _is_signed(raw: bytes, published: dict[str, str]) -> bool:
    def ask(name: bytes, timeout: int = 5) -> bytes:
        return published.get(name.decode().rstrip("."), "").encode()

    return bool(dkim.verify(raw, dnsfunc=ask))
