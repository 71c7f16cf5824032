"""The address book over LDAP: Debian's slapd, asked by OpenLDAP's own programs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess

from hubung.kernel import clock
from hubung.mail.addressbook.entries import TOP
from hubung.mail.daemons import running
from hubung.mail.models import Account, AccountState
from tests.support.address_book import (
    ANONYMOUS,
    AWAY,
    NO_SUCH,
    SIZE_LIMIT,
    WRONG,
    as_somebody,
    run,
    search,
)
from tests.support.mail_system import DOMAIN, MailSystem, app_password, until
from tests.support.patience import PATIENCE

#: LDAP's words for: it went well, and this is not done (without a sign-in).
FINE, UNWILLING = 0, 53


def test_a_colleague_is_found_and_a_suspended_one_is_not(system: MailSystem) -> None:
    gita, hasan = system.person("gita.buku"), system.person("hasan.buku")
    (entry,) = search(gita, "(&(mail=*)(|(cn=*asan*)(sn=*asan*)(mail=*asan*)))").entries
    assert entry["dn"] == [f"mail={hasan.login},ou=people,{TOP}"]
    assert entry["cn"] == ["Hasan.Buku"]
    assert entry["objectClass"][0] == "inetOrgPerson"
    assert search(gita, "(cn=*)", base=entry["dn"][0]).addresses == [hasan.login]
    assert search(gita, f"(mail={hasan.login})", "mail").entries == [
        {"dn": entry["dn"], "mail": [hasan.login]}
    ]
    Account.objects.filter(pk=hasan.account.pk).update(state=AccountState.SUSPENDED)
    assert search(gita, "(cn=hasan*)").addresses == []
    assert search(hasan, "(cn=gita*)").code == WRONG


def test_nobody_looks_without_a_secret_of_their_own(system: MailSystem) -> None:
    indra, joko = system.person("indra.buku"), system.person("joko.buku")
    anybody = run("ldapsearch", system, "-b", TOP, "(cn=*)")
    assert (anybody.returncode, anybody.stdout.count("mail:")) == (ANONYMOUS, 0)
    for secret in ("wrong", joko.secret, f"{indra.secret} ", "Bearer wrong"):
        assert search(indra, "(cn=*)", secret=secret).code == WRONG
    assert search(indra, "(cn=joko*)", login=indra.login.upper()).addresses == [joko.login]
    other = app_password(indra.account)
    indra.account.app_passwords.filter(revoked_at=None).update(revoked_at=clock.now())
    assert search(indra, "(cn=*)").code == search(indra, "(cn=*)", secret=other).code == WRONG


def test_nor_does_who_asks_without_a_word_of_introduction(system: MailSystem) -> None:
    """A search as the first thing that is said: everything below the top."""
    asked = bytes.fromhex("302d02010163280408") + TOP.encode()
    asked += bytes.fromhex("0a01020a0100020100020100010100870b") + b"objectClass" + b"\x30\0"
    with socket.create_connection(("127.0.0.1", system.mail.ldap_port), PATIENCE) as raw:
        raw.sendall(asked)
        said = raw.recv(10_000)
    assert said[5:10] == bytes([0x65, said[6], 0x0A, 0x01, UNWILLING])


def test_an_open_connection_ends_with_the_right_to_ask(system: MailSystem) -> None:
    """A mail program stays signed in for as long as it runs."""
    kartika = system.person("kartika.buku")
    with subprocess.Popen(
        [
            *("ldapsearch", "-x", "-H", f"ldap://127.0.0.1:{system.mail.ldap_port}"),
            *as_somebody(kartika.login, kartika.secret),
            # A search for each line that it reads.
            *("-LLL", "-b", TOP, "-c", "-f", "/dev/stdin", "(mail=%s)", "mail"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as program:
        assert program.stdin
        assert program.stdout
        program.stdin.write(f"{kartika.login}\n")
        program.stdin.flush()
        assert kartika.login in program.stdout.readline()
        Account.objects.filter(pk=kartika.account.pk).update(state=AccountState.SUSPENDED)
        said, why = program.communicate(f"{kartika.login}\n", timeout=PATIENCE)
    assert kartika.login not in said.partition("\n\n")[2]
    assert "Insufficient access (50)" in why


def test_nothing_can_be_written(system: MailSystem) -> None:
    lestari = system.person("lestari.buku")
    them = as_somebody(lestari.login, lestari.secret)
    name = f"mail={lestari.login},ou=people,{TOP}"
    entry = f"dn: mail=x@{DOMAIN},ou=people,{TOP}\nobjectClass: inetOrgPerson\ncn: x\nsn: x\n"
    for program, more, said in (
        ("ldapadd", (), entry),
        ("ldapmodify", (), f"dn: {name}\nchangetype: modify\nreplace: cn\ncn: Lain\n"),
        ("ldapdelete", (name,), ""),
        ("ldapmodrdn", (name, "mail=y"), ""),
        ("ldappasswd", ("-s", "new"), ""),
        ("ldapcompare", (name, "cn:Lestari"), ""),
    ):
        made = run(program, system, *them, *more, said=said)
        assert "(53)" in made.stdout + made.stderr, program
    assert search(lestari, "(cn=lestari*)").addresses == [lestari.login]


def test_hostile_questions_do_no_harm(system: MailSystem) -> None:
    mega = system.person("mega.buku")
    deep = "(&" * 500 + "(cn=a)" + ")" * 500
    for text in (
        deep,
        f"(cn={'a' * 30_000}*)",
        "(|" + "(cn=*a*)" * 2_000 + ")",
        "(cn=\\00*)",
        "(cn=\\ff\\fe*)",
        "(cn=*%*_*'*)",
        "(cn=a\\0aRESULT\\0acode: 0\\0a)",
        "(!(?x=y))",
    ):
        assert search(mega, text).addresses == []
    # Attributes are lines of the daemon's question, too.
    assert search(mega, "(cn=mega*)", "mail\nbinddn: o=hubung\n\nRESULT").code == FINE
    for name in (f"mail={mega.login},ou=planes,{TOP}", "dc=id"):
        assert search(mega, "(cn=*)", base=name).code == NO_SUCH
    assert search(mega, "(cn=mega*)", secret=f"a\n{mega.secret}\n\ncode: 0").code == WRONG
    with socket.create_connection(("127.0.0.1", system.mail.ldap_port), PATIENCE) as raw:
        raw.sendall(b"\x30\x84\x7f\xff\xff\xff" + os.urandom(200))
    assert search(mega, "(cn=mega*)").addresses == [mega.login]


def test_an_answer_has_an_end(system: MailSystem) -> None:
    people = [system.person(f"nirmala{number}.buku") for number in range(3)]
    found = search(people[0], "(cn=nirmala*)", most=2)
    assert (found.code, len(found.addresses)) == (SIZE_LIMIT, 2)


def test_its_tls_is_the_mail_systems(system: MailSystem) -> None:
    with (
        socket.create_connection(("127.0.0.1", system.mail.ldaps_port), PATIENCE) as plain,
        system.tls.wrap_socket(plain) as encrypted,
    ):
        assert encrypted.version() in ("TLSv1.2", "TLSv1.3")


def test_the_daemon_comes_back_and_so_does_the_program_behind_it(system: MailSystem) -> None:
    oka = system.person("oka.buku")
    book = system.place.address_book
    away = book.rename(book.with_name("away"))
    try:
        assert search(oka, "(cn=oka*)").code == AWAY
    finally:
        away.rename(book)
    assert search(oka, "(cn=oka*)").addresses == [oka.login]
    daemon = system.daemon("slapd")
    number = running.pid(system.place, daemon)
    assert number
    os.kill(number, signal.SIGKILL)
    until("it has ended", lambda: running.pid(system.place, daemon) is None)
    running.begin(system.place, daemon, dies_with_us=True)
    until("it is ready", daemon.is_ready)
    assert search(oka, "(cn=oka*)").addresses == [oka.login]
