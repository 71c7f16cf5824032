"""What people set on their page, at the real Dovecot, beside rules of the webmail."""

from __future__ import annotations

from hubung.mail import services
from hubung.mail.daemons import rules
from hubung.mail.models import Deed, OwnRules, Part, Ticket, Use
from tests.mail import sieve
from tests.support.mail_system import Mailbox, MailSystem

WEBMAIL = """\
require ["fileinto","mailbox"];
# rule:[Rapat]
if header :contains "subject" "rapat"
{
\tfileinto :create "Rapat";
\tstop;
}
"""


def brought(mailbox: Mailbox) -> None:
    assert rules.bring(mailbox.system.place) == 1
    assert OwnRules.objects.get(account=mailbox.account).next_attempt_at is None


def test_an_answer_goes_out_and_filters_sort_before_those_of_the_webmail(
    system: MailSystem,
) -> None:
    sri = system.person("sri")
    person = sri.account.person
    sieve.put(sri, WEBMAIL, "roundcube")
    services.set_absence(
        by=person, account=sri.account, text='Saya cuti.\n"Hubungi" Bima.', subject="Cuti"
    )
    services.add_filter(
        by=person,
        account=sri.account,
        part=Part.SUBJECT,
        words="Undangan",
        deed=Deed.FILE,
        folder="Undangan \N{LATIN SMALL LETTER E WITH ACUTE}",
    )
    services.add_filter(
        by=person, account=sri.account, part=Part.SENDER, words="warga@", deed=Deed.READ
    )
    brought(sri)
    name, text = sieve.active(sri)
    assert name == "roundcube"
    assert 'include :personal :optional "hubung"' in text
    system.arrive("warga@example.org", sri.login, "Undangan rapat")
    system.arrive("warga@example.org", sri.login, "Hasil rapat")
    sri.await_subject("Hasil rapat", "Rapat")
    reply = system.world.mail_to("warga@example.org")
    assert b"Saya cuti." in reply
    assert b"Subject: Cuti" in reply
    client = sri.imap()
    client.select('"Undangan &AOk-"', readonly=True)
    assert client.search(None, "SEEN")[1][0] == b""
    client.select("Rapat", readonly=True)
    assert client.search(None, "SEEN")[1][0] == b"1"
    client.logout()

    # A second change leaves the webmail's script as it is, and what is over is answered no more.
    services.end_absence(by=person, account=sri.account)
    brought(sri)
    assert sieve.active(sri) == (name, text)
    system.arrive("kedua@example.org", sri.login, "Undangan kedua")
    system.arrive("kedua@example.org", sri.login, "Lain")
    sri.await_subject("Lain")
    assert not any("kedua@example.org" in to for _, to, _ in system.world.received)


def test_whoever_had_no_rules_gets_some_that_the_webmail_goes_on_with(system: MailSystem) -> None:
    wulan = system.person("wulan")
    services.add_filter(
        by=wulan.account.person,
        account=wulan.account,
        part=Part.RECIPIENT,
        words="wulan",
        deed=Deed.BIN,
    )
    brought(wulan)
    name, text = sieve.active(wulan)
    assert (name, "# rule:[Hubung]" in text) == ("roundcube", True)
    system.arrive("warga@example.org", wulan.login, "Terbuang")
    wulan.await_subject("Terbuang", "Trash")
    # The program came in by a ticket, which is gone, and nobody counts that as a use.
    assert not Ticket.objects.filter(account=wulan.account).exists()
    assert not Use.objects.filter(login=wulan.login, service="sieve").exists()


def test_a_second_answer_in_the_webmail_loses_no_letter(system: MailSystem) -> None:
    """Dovecot goes no further than the second; the letter is kept."""
    puspa = system.person("puspa")
    sieve.put(puspa, 'require ["vacation"];\n# rule:[Cuti]\nvacation "Cuti juga.";\n', "roundcube")
    services.set_absence(by=puspa.account.person, account=puspa.account, text="Cuti.", subject="")
    brought(puspa)
    system.arrive("warga@example.org", puspa.login, "Ke dua jawaban")
    puspa.await_subject("Ke dua jawaban")


def test_whoever_takes_our_line_out_gets_it_back_with_the_next_change(system: MailSystem) -> None:
    tari = system.person("tari")
    person = tari.account.person
    services.set_absence(by=person, account=tari.account, text="Cuti.", subject="")
    brought(tari)
    sieve.put(tari, WEBMAIL, "roundcube")
    assert "include" not in sieve.active(tari)[1]
    services.set_absence(by=person, account=tari.account, text="Masih cuti.", subject="")
    brought(tari)
    name, text = sieve.active(tari)
    assert name == "roundcube"
    assert 'include :personal :optional "hubung"' in text
    assert "# rule:[Rapat]" in text
