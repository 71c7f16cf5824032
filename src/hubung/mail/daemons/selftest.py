"""Tries the mail system as a person and a stranger would, and says in plain words what is wrong.

It works in the mailbox of an account that is there, with an app password of its own, which it takes
back, and letters that it removes.
"""

from __future__ import annotations

import hashlib
import imaplib
import secrets
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from hubung.kernel import clock
from hubung.mail.daemons.place import Place
from hubung.mail.models import Account, AppPassword

_SECONDS = 30.0
_STRANGER = "self-test@stranger.invalid"
#: What every filter takes for spam, to be tried with.
_SPAM = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"


@dataclass(frozen=True)
class Result:
    """What was tried; `trouble` is empty when it went as it should."""

    tried: str
    trouble: str = ""


def run(place: Place, account: Account) -> Iterator[Result]:
    """Every trial, one after the other."""
    secret = secrets.token_urlsafe(32)
    device = AppPassword.objects.create(
        account=account,
        name="hubung mail test",
        secret_sha256=hashlib.sha256(secret.encode()).hexdigest(),
    )
    trial = _Trial(place, account.login, secret, f"Self-test {secrets.token_hex(6)}")
    try:
        for tried, work in trial.all():
            try:
                trouble = work()
            except (OSError, smtplib.SMTPException, imaplib.IMAP4.error) as error:
                trouble = f"{type(error).__name__}: {error}"
            yield Result(tried, trouble)
    finally:
        trial.remove()
        AppPassword.objects.filter(pk=device.pk).update(revoked_at=clock.now())


@dataclass(frozen=True)
class _Trial:
    place: Place
    login: str
    secret: str
    subject: str

    def all(self) -> Iterator[tuple[str, Callable[[], str]]]:
        yield "A stranger's letter is taken", lambda: self._arrive(self.login, "Test.\n")
        yield "… and read by IMAP, with an app password", lambda: self._await("incoming")
        yield "A wrong password opens nothing", self._wrong_password
        yield "An unknown recipient is refused", self._unknown
        yield "Nobody relays through us", self._relay
        yield "Nobody writes in our name from outside", self._forged
        yield "Spam is refused", self._spam
        yield "A letter is sent with a sign-in", self._send
        yield "… and arrives, signed (DKIM)", lambda: self._await("outgoing", "DKIM-Signature")

    def remove(self) -> None:
        """Take our letters out of the mailbox."""
        try:
            with self._imap(self.secret) as client:
                client.select()
                for number in self._found(client, ""):
                    client.store(number, "+FLAGS", "\\Deleted")
                client.expunge()
        except (OSError, imaplib.IMAP4.error):
            return

    def _arrive(self, to: str, body: str, sender: str = _STRANGER) -> str:
        with smtplib.SMTP(self._host, self.place.mail.ports.smtp, timeout=_SECONDS) as client:
            client.send_message(self._letter(sender, to, "incoming", body), sender, [to])
        return ""

    def _send(self) -> str:
        port = self.place.mail.ports.submission
        with smtplib.SMTP(self._host, port, timeout=_SECONDS) as client:
            client.starttls(context=self._tls)
            client.login(self.login, self.secret)
            client.send_message(self._letter(self.login, self.login, "outgoing", "Test.\n"))
        return ""

    def _await(self, what: str, field: str = "") -> str:
        deadline = time.monotonic() + _SECONDS
        with self._imap(self.secret) as client:
            while time.monotonic() < deadline:
                client.select()
                for number in self._found(client, what):
                    (part, *_) = client.fetch(number, "(BODY.PEEK[HEADER])")[1]
                    head = part[1] if isinstance(part, tuple) else b""
                    there = f"\r\n{field}:".lower().encode() in head.lower()
                    return "" if there or not field else f"It came without {field}."
                time.sleep(0.2)
        return f"It was not in the mailbox after {_SECONDS:.0f} seconds."

    def _wrong_password(self) -> str:
        try:
            self._imap(secrets.token_urlsafe(16)).logout()
        except imaplib.IMAP4.error as error:
            return "" if "AUTHENTICATIONFAILED" in str(error) else str(error)
        return "It did."

    def _unknown(self) -> str:
        address = f"{secrets.token_hex(12)}@{self.login.rpartition('@')[2]}"
        return self._refusal(lambda: self._arrive(address, "Test.\n"))

    def _relay(self) -> str:
        return self._refusal(lambda: self._arrive("somebody@elsewhere.invalid", "Test.\n"))

    def _forged(self) -> str:
        return self._refusal(lambda: self._arrive(self.login, "Test.\n", self.login))

    def _spam(self) -> str:
        return self._refusal(lambda: self._arrive(self.login, f"{_SPAM}\n"))

    def _refusal(self, work: Callable[[], str]) -> str:
        """Empty when it was refused for good."""
        try:
            work()
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
        except smtplib.SMTPResponseException as refused:
            codes = [refused.smtp_code]
        else:
            return "It was taken."
        return "" if all(code >= 500 for code in codes) else f"It was put off ({codes[0]})."

    def _imap(self, secret: str) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._host, self.place.mail.ports.imap, timeout=_SECONDS)
        client.starttls(self._tls)
        client.login(self.login, secret)
        return client

    def _found(self, client: imaplib.IMAP4, what: str) -> list[str]:
        data = client.search(None, "SUBJECT", f'"{self.subject} {what}"'.replace(' "', '"'))[1]
        return [number.decode() for number in (data[0] or b"").split()]

    def _letter(self, sender: str, to: str, what: str, body: str) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = sender, to
        message["Subject"] = f"{self.subject} {what}"
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="hubung.invalid")
        message.set_content(body)
        return message

    @property
    def _host(self) -> str:
        host = self.place.mail.host
        return "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104

    @property
    def _tls(self) -> ssl.SSLContext:
        """This system's certificate; the name in it is the world's."""
        context = ssl.create_default_context()
        context.load_verify_locations(cafile=str(self.place.certificate))
        context.check_hostname = False
        return context
