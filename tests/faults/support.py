"""Senders that do not give up, and a hand that kills: what the fault tests have in common."""

from __future__ import annotations

import os
import re
import signal
import smtplib
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from tests.support.patience import PATIENCE
from tests.support.program import Program

OFFICE = "info151@dephub.go.id"
CSRF = "a" * 32


class Page(NamedTuple):
    """An answer of the web server; `address` is where it sends the browser next."""

    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def address(self) -> str:
        return self.headers["Location"]


def until(what: str, is_so: Callable[[], Any], *, every: float = 0.05) -> Any:
    """Wait for something to be so and return it; an AssertionError names what never was."""
    deadline = time.monotonic() + PATIENCE
    while not (answer := is_so()):
        assert time.monotonic() < deadline, f"still not: {what}"
        time.sleep(every)
    return answer


def inside(program: Program, what: str, /, **given: Any) -> Any:
    """Ask the installation itself; see `tests.faults.inside`."""
    return program.ask("tests.faults.inside", what, **given)


# Killing ------------------------------------------------------------------------------------------


def kill(program: Program, part: str) -> int:
    """SIGKILL to one part, once it lives; returns the process id that it had."""
    pid = until(f"{part} lives", lambda: living(program, part))
    os.kill(pid, signal.SIGKILL)
    return int(pid)


def living(program: Program, part: str) -> int:
    """The process id of a part that the supervisor runs now, else 0.

    The file with the id may be an old one, and the system may have given the id to somebody else.
    """
    try:
        pid = program.pid(part)
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return 0
    state, parent = fields[0], int(fields[1])
    return pid if state != "Z" and parent == program.pid("supervisor") else 0


def wait_idle(program: Program) -> None:
    """Until all received mail has its place and all events were handled."""
    waiting = (
        "SELECT (SELECT count(*) FROM email_inboundmessage WHERE state = 'received'),"
        " (SELECT count(*) FROM kernel_event WHERE next_attempt_at IS NOT NULL)"
    )
    until("idle", lambda: program.rows(waiting) == [(0, 0)])


def assert_whole(program: Program) -> None:
    """Every timeline verifies, no step was told twice, and every file is what it was."""
    assert not program.rows(
        "SELECT case_id, kind, count(*) FROM email_outboundmessage"
        " WHERE kind = 'received' GROUP BY case_id, kind HAVING count(*) > 1"
    )
    assert inside(program, "harm") == []


# Mail ---------------------------------------------------------------------------------------------


def letter(word: str, *, files: int = 0, body: str = "") -> EmailMessage:
    """A mail of its own sender, with one word that no other has."""
    message = EmailMessage()
    message["From"] = f"Pelapor Contoh <{word}@contoh.id>"
    message["To"] = OFFICE
    message["Subject"] = f"Kapal terlambat {word}"
    message["Message-ID"] = f"<{word}@contoh.id>"
    message.set_content(body or f"Kapal di dermaga {word} belum berangkat sejak pagi.")
    for number in range(files):
        content = f"%PDF-1.4 {word} {number}\n".encode() * 400
        message.add_attachment(
            content, maintype="application", subtype="pdf", filename=f"tiket-{number}.pdf"
        )
    return message


@dataclass
class Sender:
    """A mail server that tries again until its message is taken, as all of them do."""

    program: Program
    lmtp: bool = False
    client: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        """Returns when the message was acknowledged. Only a refusal for good raises."""
        deadline = time.monotonic() + PATIENCE
        # The same bytes each time: written out anew, its parts would be parted by another line.
        content = message.as_bytes(policy=policy.SMTP)
        sender = message["From"].addresses[0].addr_spec
        while True:
            try:
                if self.client is None:
                    self.client = self.connect()
                self.client.sendmail(sender, [OFFICE], content)
            except (smtplib.SMTPException, OSError) as error:
                self.close()
                for_good = 500 <= getattr(error, "smtp_code", 0) < 600
                if for_good or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                return

    def close(self) -> None:
        if self.client is not None:
            self.client.close()
            self.client = None

    def connect(self) -> smtplib.SMTP:
        """A new conversation with the door."""
        # Longer than a write may wait for its turn, so that the doors answer first.
        if self.lmtp:
            return smtplib.LMTP("127.0.0.1", self.program.lmtp_port, timeout=PATIENCE)
        return smtplib.SMTP("127.0.0.1", self.program.smtp_port, timeout=PATIENCE)


def reply_to(client: smtplib.SMTP, content: bytes, sender: str = "siti@contoh.id") -> int:
    """The code of the answer to one message with exactly this content."""
    client.ehlo_or_helo_if_needed()
    client.rset()
    assert client.mail(sender)[0] == 250
    assert client.rcpt(OFFICE)[0] == 250
    assert client.data is not None
    return int(client.data(content)[0])


# Web ----------------------------------------------------------------------------------------------


def fetch(
    program: Program,
    method: str,
    path: str,
    *,
    session: str = "",
    form: dict[str, str] | None = None,
    body: bytes = b"",
    content_type: str = "application/x-www-form-urlencoded",
) -> Page:
    """One request on a connection of its own. Raises OSError, HTTPException."""
    headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
    if form is not None:
        body = urlencode(form).encode()
    if method == "POST":
        headers["Content-Type"] = content_type
    connection = HTTPConnection("127.0.0.1", program.web_port, timeout=PATIENCE)
    try:
        connection.request(method, path, body or None, {**headers, "Accept-Language": "id"})
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        return Page(answer.status, text, answer.headers)
    finally:
        connection.close()


def report(word: str, **more: str) -> dict[str, str]:
    """A report as somebody fills it in, with one word that no other has."""
    return {
        "submission": str(uuid.uuid5(uuid.NAMESPACE_DNS, word)),
        "text": f"Petugas di gerbang {word} meminta uang tanpa karcis.",
        "place": "Terminal Arjosari, Kota Malang",
        "happened_on": "2026-01-22",
        "happened_at": "19.30 WIB",
        "kind": "complaint",
        "sector": "darat",
        "privacy": "named",
        "name": "Sekarwangi Tunas-Lestari",
        "phone": "",
        "email": f"{word}@contoh.id",
        "true": "on",
        "website": "",
        **more,
    }


def send_report(program: Program, form: dict[str, str]) -> str:
    """Send until the receipt is on the screen, as people do; returns the case number on it."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            page = fetch(program, "POST", "/lapor/", form=form)
            if page.status == 303:
                page = fetch(program, "GET", page.address)
                if page.status == 200:
                    numbers = set(re.findall(r"\b151-\d\d-\d{4}-\d{4}-\d\b", page.text))
                    assert len(numbers) == 1, page.text
                    return str(numbers.pop())
            assert page.status >= 500, f"{page.status}\n{page.text}"
        except (OSError, HTTPException):
            pass
        assert time.monotonic() < deadline, "the report was never taken"
        time.sleep(0.2)


def shows_what_was_typed(page: Page, form: dict[str, str]) -> None:
    """The page holds everything of the form, as the fields of a browser have it."""
    fields = _Fields()
    fields.feed(page.text)
    kept = {name: fields.values.get(name) for name in form}
    assert kept == form, page.text


class _Fields(HTMLParser):
    """What a browser would send from this page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "textarea":
            self._area = name
            self.values[name] = ""
        elif tag == "input":
            choice = given.get("type") in ("radio", "checkbox")
            if name and ("checked" in given or not choice):
                self.values[name] = given.get("value") or ("on" if choice else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            # The line break right after the tag is not part of the text.
            self.values[self._area] += data.removeprefix("\n")
