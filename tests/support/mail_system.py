"""Real mail daemons for tests, with Debian's programs on free ports, over the test's database.

    def test_something(system: MailSystem) -> None:
        ani = system.person("ani")
        system.arrive("warga@example.org", ani.login, "Lampu padam")
        assert ani.subjects() == ["Lampu padam"]

One set runs for all tests of a process, so what a test puts in place it names by itself. What the
daemons send to the world comes to `system.world`, a mail server of the test's own; names are looked
up in `system.names`.
"""

from __future__ import annotations

import contextlib
import hashlib
import imaplib
import itertools
import os
import random
import re
import secrets
import shutil
import smtplib
import socket
import sqlite3
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import formatdate, make_msgid
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection

from hubung.directory.models import Person, Unit, UnitKind
from hubung.mail.daemons import (
    accounts,
    handed,
    installation,
    moderation,
    policy,
    quarantine,
    running,
)
from hubung.mail.daemons.place import Place
from hubung.mail.daemons.slapd import answering
from hubung.mail.daemons.source import Source
from hubung.mail.models import Account, AccountState, Address, AppPassword, Domain, Group
from hubung.mail.settings import MailSystem as Section
from tests.support import clamd, environment, nameserver, program
from tests.support.nameserver import NameServer
from tests.support.patience import PATIENCE

DOMAIN = "dephub.go.id"
ROLE = "hubung_mail"
#: Doors of the daemons, as their settings call them before `_port`.
PORTS = (
    *("smtp", "submission", "submissions", "imap", "imaps", "sieve", "inner", "policy"),
    *("ldap", "ldaps"),
)
#: What the filter compiles of its rules at its first start on a machine.
PATTERNS = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hubung/mail-filter"
T = TypeVar("T")


def until(what: str, look: Callable[[], T], seconds: float = PATIENCE) -> T:
    """What `look` finds, once it finds something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s: {what}")


@dataclass
class World:
    """Everybody else's mail server."""

    received: list[tuple[str, list[str], bytes]] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.received.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 taken"

    def mail_to(self, address: str) -> bytes:
        """The message that came for an address."""
        return until(
            f"mail to {address}",
            lambda: next((raw for _, to, raw in self.received if address in to), b""),
        )


@dataclass
class Mailbox:
    """Somebody's account, seen through a mail program."""

    system: MailSystem
    account: Account
    secret: str

    @property
    def login(self) -> str:
        return self.account.login

    def imap(self, secret: str = "") -> imaplib.IMAP4:
        """Signed in with an app password."""
        client = self.system.imap()
        client.login(self.login, secret or self.secret)
        return client

    def submission(self) -> smtplib.SMTP:
        """Signed in where mail programs send."""
        client = smtplib.SMTP("127.0.0.1", self.system.mail.submission_port, timeout=PATIENCE)
        client.starttls(context=self.system.tls)
        client.login(self.login, self.secret)
        return client

    def send(self, to: str, subject: str, *, sender: str = "", body: str = "Isi.\n") -> None:
        with self.submission() as client:
            client.send_message(
                letter(sender or self.login, to, subject, body), sender or self.login, [to]
            )

    def messages(self, folder: str = "INBOX") -> list[EmailMessage]:
        client = self.imap()
        try:
            if client.select(folder, readonly=True)[0] != "OK":
                return []
            numbers = client.search(None, "ALL")[1][0].split()
            raws = [client.fetch(number.decode(), "(BODY.PEEK[])")[1][0][1] for number in numbers]
        finally:
            client.logout()
        return [BytesParser(_class=EmailMessage, policy=default).parsebytes(raw) for raw in raws]

    def subjects(self, folder: str = "INBOX") -> list[str]:
        return sorted(message["subject"] for message in self.messages(folder))

    def subjects_at_once(self) -> list[str]:
        """Of everything in the inbox, in one question: for many."""
        client = self.imap()
        try:
            client.select(readonly=True)
            told = client.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1]
        finally:
            client.logout()
        heads = [part[1].decode() for part in told if isinstance(part, tuple)]
        return [head.partition(": ")[2].strip() for head in heads]

    def await_subject(self, subject: str, folder: str = "INBOX") -> EmailMessage:
        """The message with this subject, once it is there."""
        return until(
            f"{subject!r} in {folder} of {self.login}",
            lambda: next((m for m in self.messages(folder) if m["subject"] == subject), None),
        )


@dataclass
class MailSystem:
    """The daemons that run, and the ministry that they serve."""

    place: Place
    names: NameServer
    world: World
    domain: Domain
    unit: Unit
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def mail(self) -> Section:
        return self.place.mail

    @property
    def tls(self) -> ssl.SSLContext:
        """Trusts this system's certificate and no other."""
        context = ssl.create_default_context(cafile=str(self.place.certificate))
        context.check_hostname = False
        return context

    def person(self, name: str, **account: Any) -> Mailbox:
        """Somebody new with a mailbox, an address and an app password."""
        someone = Person.objects.create(email=f"{name}@{DOMAIN}", name=name.title(), unit=self.unit)
        made = Account.objects.create(
            person=someone, login=someone.email, **{"state": AccountState.ACTIVE, **account}
        )
        Address.objects.create(address=made.login, domain=self.domain, account=made)
        return Mailbox(self, made, app_password(made))

    def group(self, name: str, *members: Mailbox, **more: Any) -> Group:
        group = Group.objects.create(name=name, **{"rule": "chosen", "writers": "anybody", **more})
        Address.objects.create(address=f"{name}@{DOMAIN}", domain=self.domain, group=group)
        for member in members:
            group.members.create(account=member.account)
        return group

    def imap(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.mail.imap_port, timeout=PATIENCE)
        client.starttls(self.tls)
        return client

    def arrive(
        self, sender: str, to: str, subject: str, *, body: str = "Isi.\n", **more: Any
    ) -> None:
        """Mail from outside. Raises smtplib's exceptions."""
        self.deliver(sender, to, letter(sender, to, subject, body).as_bytes(), **more)

    def deliver(self, sender: str, to: str, raw: bytes, *, client: str = "") -> None:
        """As `arrive`, as it travels; from a client's address of choice."""
        with smtplib.SMTP("127.0.0.1", self.mail.smtp_port, timeout=PATIENCE) as connected:
            connected.ehlo("mail.example.org")
            if client:
                assert connected.docmd("XCLIENT", f"ADDR={client} NAME=mail.example.org")[0] == 220
                connected.ehlo("mail.example.org")
            connected.sendmail(sender, [to], raw)

    def queue(self) -> list[str]:
        """Addresses that mail waits for."""
        made = subprocess.run(
            ["postqueue", "-c", str(self.place.etc / "postfix"), "-j"],
            capture_output=True,
            text=True,
            check=True,
        )
        return re.findall(r'"address": "([^"]+)"', made.stdout)

    def flush(self) -> None:
        """Try what waits at once."""
        subprocess.run(["postqueue", "-c", str(self.place.etc / "postfix"), "-f"], check=True)

    def daemon(self, name: str) -> running.Daemon:
        return next(one for one in running.daemons(self.place) if one.name == name)

    def log(self, name: str) -> str:
        return (self.place.log / f"{name}.log").read_text(errors="replace")


def letter(sender: str, to: str, subject: str, body: str = "Isi.\n") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="example.org")
    message.set_content(body)
    return message


def store_as_mdbox(home: Path, folder: str, *subjects: str) -> None:
    """Letters in the folder of an account, as they were kept before mailboxes were Maildirs."""
    boxes = accounts.account(accounts.BOXES)
    for path in (home.parent, home):
        path.mkdir(mode=0o700, exist_ok=True)
        os.chown(path, boxes.uid, boxes.gid)
    doveadm = partial(
        subprocess.run,
        user=boxes.uid,
        group=boxes.gid,
        extra_groups=(),
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "HOME": str(home), "USER": home.name},
        check=True,
    )
    command = ["doveadm", "-c", "/dev/null", "-o", "ssl=no"]
    command += ["-o", f"mail_location=mdbox:{home}/mail"]
    if folder != "INBOX":
        doveadm([*command, "mailbox", "create", folder])
    for subject in subjects:
        raw = letter("warga@example.org", f"siapa@{DOMAIN}", subject).as_bytes()
        doveadm([*command, "save", "-m", folder], input=raw)


def app_password(account: Account) -> str:
    """A new one."""
    secret = secrets.token_urlsafe(24)
    AppPassword.objects.create(
        account=account,
        name="Program",
        secret_sha256=hashlib.sha256(secret.encode()).hexdigest(),
    )
    return secret


@contextlib.contextmanager
def running_system(home: Path, **changes: Any) -> Iterator[MailSystem]:
    """The daemons for the length of a block, over this process's test database."""
    installation.install()
    names = (f"{name}_port" for name in PORTS)
    ports = dict(zip(names, lasting_ports(len(PORTS)), strict=True))
    world = World()
    controller = Controller(world, hostname="127.0.0.1", port=program.free_ports(1)[0])
    controller.start()
    try:
        scanner = home / "clamav"
        with nameserver.running() as resolver:
            mail = Section(
                hostname=f"mail.{DOMAIN}",
                relay=f"127.0.0.1:{controller.port}",
                dns=resolver.address,
                public_lists=False,
                antivirus=str(scanner / "clamd.ctl"),
                **ports,
                **changes,
            )
            place = Place(home / "mail", mail, _source())
            system = MailSystem(
                place,
                resolver,
                world,
                Domain.objects.get_or_create(name=DOMAIN)[0],
                Unit.objects.create(code="K", name="Kementerian", kind=UnitKind.MINISTRY),
            )
            with _held(place), policy.serving(mail.policy_port), handed.serving(place):
                lend_patterns(place)
                running.start(place, dies_with_us=True)
                keep_patterns(place)
                _let_clients_have_addresses(place)
                try:
                    with (
                        quarantine.serving(place),
                        moderation.serving(place),
                        clamd.running(scanner),
                        answering.serving(place),
                    ):
                        yield system
                finally:
                    running.stop(place)
    finally:
        controller.stop()


def lend_patterns(place: Place) -> None:
    """Give the filter what it compiled for an earlier test; that takes longer than all of them."""
    if PATTERNS.exists():
        shutil.copytree(PATTERNS, place.state / "rspamd", dirs_exist_ok=True)


def keep_patterns(place: Place) -> None:
    PATTERNS.mkdir(parents=True, exist_ok=True)
    for path in (place.state / "rspamd").glob("*.hs[mp]*"):
        if not (PATTERNS / path.name).exists():
            draft = PATTERNS / f"{path.name}.{os.getpid()}"
            shutil.copy2(path, draft)
            draft.rename(PATTERNS / path.name)


def _source() -> Source:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return Source(file=Path(name))
    parts = psycopg.conninfo.conninfo_to_dict(os.environ[environment.DATABASE_URL])
    with psycopg.connect(
        psycopg.conninfo.make_conninfo(**{**parts, "user": "postgres"}), autocommit=True
    ) as administrator:
        if not administrator.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]
        ).fetchone():
            administrator.execute(f"CREATE ROLE {ROLE} LOGIN".encode())
    # The cluster's socket, which the daemons' accounts shall reach, too.
    Path(str(parts["host"])).chmod(0o711)
    return Source(url=f"postgresql:///{name}?host={parts['host']}&user={ROLE}")


@contextlib.contextmanager
def _held(place: Place) -> Iterator[None]:
    """A SQLite file stays open, as the keeper holds it."""
    if place.source.file is None:
        yield
        return
    with contextlib.closing(sqlite3.connect(place.source.file, check_same_thread=False)) as holder:
        holder.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield


def _let_clients_have_addresses(place: Place) -> None:
    """All clients of a test come from this machine; some are to seem to come from elsewhere."""
    etc = str(place.etc / "postfix")
    subprocess.run(
        ["postconf", "-c", etc, "-e", "smtpd_authorized_xclient_hosts=127.0.0.1"], check=True
    )
    subprocess.run(["postfix", "-c", etc, "reload"], check=True, capture_output=True)


def lasting_ports(count: int) -> list[int]:
    """Ports that no client is given meanwhile: below those that the system gives."""
    found: list[int] = []
    while len(found) < count:
        port = random.randrange(12_000, 20_000)
        with contextlib.closing(socket.socket()) as probe:
            if port not in found and probe.connect_ex(("127.0.0.1", port)) != 0:
                found.append(port)
    return found


def home() -> Path:
    return Path(settings.HUBUNG.home).resolve()
