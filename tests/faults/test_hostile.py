"""Hostile mail through the real doors: each has its right end, and no page runs what it brought."""

from __future__ import annotations

import hashlib
import re
import socket
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import BinaryIO

import pytest

from hubung.project.sections import Mail as MailSettings
from tests.faults import hostile
from tests.faults.support import (
    OFFICE,
    Sender,
    assert_whole,
    fetch,
    inside,
    letter,
    living,
    reply_to,
    wait_idle,
)
from tests.support.program import Program, installation

MAX_BYTES: int = MailSettings().max_bytes
#: Attributes through which a page could run or load something.
ADDRESSES = {"href", "src", "action", "formaction", "data", "srcdoc", "xlink:href", "poster"}


class Script(HTMLParser):
    """Collects what a page would run that is not the program's own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and not given.get("src", "").startswith("/static/"):
            self.found.append(self.get_starttag_text() or tag)
        if tag in ("iframe", "object", "embed", "math", "base", "style"):
            self.found.append(self.get_starttag_text() or tag)
        for name, value in given.items():
            runs = (
                re.sub(r"[\x00-\x20]", "", value).lower().startswith(("javascript:", "data:text"))
            )
            if name.startswith("on") or (name in ADDRESSES and runs):
                self.found.append(f"{name}={value}")


def assert_no_script(program: Program, path: str, session: str) -> str:
    """The page is there, and neither runs nor loads what somebody sent. Returns its text."""
    page = fetch(program, "GET", path, session=session)
    assert page.status == 200, f"{path}: {page.status}"
    script = Script()
    script.feed(page.text)
    assert not script.found, f"{path}: {script.found}"
    return page.text


def test_each_has_its_right_end(program: Program) -> None:
    sessions = inside(program, "ministry")
    program.start()
    worker = living(program, "worker")
    mails = hostile.every(MAX_BYTES)
    expected = {}
    for number, mail in enumerate(mails):
        with Sender(program, lmtp=number % 2 == 1).connect() as client:
            assert reply_to(client, mail.content) == mail.code, mail.name
        if mail.state:
            stored = mail.content
            stored += b"" if stored.endswith(b"\r\n") else b"\r\n"
            expected[hashlib.sha256(stored).hexdigest()] = (mail.name, mail.state)
    # Whoever comes behind all of these is not held up.
    Sender(program).send(letter("surat00001"))
    wait_idle(program)
    assert living(program, "worker") == worker, program.log
    rows = program.rows("SELECT sha256, state, reason, id FROM email_inboundmessage ORDER BY id")
    ends = {expected[sha][0]: state for sha, state, _reason, _pk in rows if sha in expected}
    assert ends == dict(expected.values())
    assert len(rows) == len(expected) + 1
    assert_whole(program)
    assert "background task failed" not in program.log

    for path in ("/desk/", "/desk/?q=kapal", "/desk/surat/"):
        assert_no_script(program, path, sessions["ratih"])
    numbers = inside(program, "numbers")
    assert len(numbers) == sum(state == "threaded" for state in ends.values()) + 1
    for number in numbers.values():
        assert_no_script(program, f"/desk/laporan/{number}/", sessions["ratih"])
    for _sha, _state, _reason, pk in rows:
        assert_no_script(program, f"/desk/surat/{pk}/", sessions["ratih"])


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, dict[str, str]]]:
    """A program that goes on running, and the sessions of its people."""
    with installation(tmp_path_factory.mktemp("doors")) as program:
        sessions = inside(program, "ministry")
        program.start()
        yield program, sessions


Doors = tuple[Program, dict[str, str]]


@pytest.mark.once
def test_files_that_hold_script_are_saved_and_not_opened(doors: Doors) -> None:
    program, sessions = doors
    with Sender(program).connect() as client:
        assert reply_to(client, hostile.scripted()) == 250
        assert reply_to(client, hostile.bomb()) == 250
    wait_idle(program)
    numbers = inside(program, "numbers")
    files = program.rows("SELECT id, case_id, name, media_type, problem FROM cases_attachment")
    assert len(files) == 5
    for pk, case_id, name, media_type, problem in files:
        assert not re.search(r'[<>"\\/]', name)
        page = fetch(
            program,
            "GET",
            f"/desk/laporan/{numbers[str(case_id)]}/lampiran/{pk}/",
            session=sessions["ratih"],
        )
        assert page.status == 200
        assert page.headers["Content-Disposition"].startswith("attachment")
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in page.headers["Content-Security-Policy"]
        # Archives, drawings and a document that is none cannot be cleaned of who made them.
        uncleaned = ("application/zip", "application/pdf", "image/svg+xml")
        assert bool(problem) == (media_type in uncleaned), (name, media_type, problem)


def test_a_hundred_recipients_are_one_case(program: Program) -> None:
    inside(program, "ministry")
    program.start()
    with Sender(program).connect() as client:
        client.ehlo()
        client.mail("siti@contoh.id")
        codes = [client.rcpt(OFFICE.replace("@", f"+{n}@"))[0] for n in range(101)]
        assert codes == [250] * 100 + [452]
        assert client.data is not None
        assert client.data(bytes(letter("surat00001")))[0] == 250
    wait_idle(program)
    assert program.rows("SELECT count(*) FROM email_inboundmessage") == [(100,)]
    assert program.rows("SELECT count(*) FROM email_rawmessage") == [(1,)]
    assert program.rows("SELECT count(*) FROM cases_case") == [(1,)]
    assert_whole(program)


def said(file: BinaryIO) -> bytes:
    """The next reply of the server, its last line."""
    while (line := file.readline())[3:4] == b"-":
        pass
    return line


#: What some other server may take for the end of a message.
ENDS = (b"\n.\n", b"\r.\r", b"\n.\r\n", b"\r\n.\n", b"\r\n.\r", b"\r\n\0.\r\n")


@pytest.mark.once
def test_no_second_message_is_smuggled_in(doors: Doors) -> None:
    """Nothing but CR LF dot CR LF ends a message, else one could bring another with it."""
    program, _ = doors
    ((before,),) = program.rows("SELECT count(*) FROM email_inboundmessage")
    for end in ENDS:
        smuggle(program, end)
    wait_idle(program)
    senders = program.rows("SELECT sender FROM email_inboundmessage")
    assert senders == [("siti@contoh.id",)] * (before + len(ENDS))
    assert program.rows("SELECT count(*) FROM cases_case") == [(before + len(ENDS),)]


def smuggle(program: Program, end: bytes) -> None:
    """Send one message with another behind a false end; it is answered as one."""
    smuggled = b"MAIL FROM:<menteri@dephub.go.id>\r\nRCPT TO:<info151@dephub.go.id>\r\nDATA\r\n"
    inner = b"From: menteri@dephub.go.id\r\nSubject: palsu\r\n\r\nBatalkan semua.\r\n.\r\n"
    outer = b"From: siti@contoh.id\r\nSubject: asli\r\n\r\nKapal bocor." + end + smuggled + inner
    with socket.create_connection(("127.0.0.1", program.smtp_port), timeout=60) as wire:
        file = wire.makefile("rb")
        assert said(file)[:3] == b"220"
        for command in (
            b"EHLO a",
            b"MAIL FROM:<siti@contoh.id>",
            b"RCPT TO:<info151@dephub.go.id>",
        ):
            wire.sendall(command + b"\r\n")
            assert said(file)[:3] == b"250"
        wire.sendall(b"DATA\r\n")
        assert said(file)[:3] == b"354"
        wire.sendall(outer)
        assert said(file)[:3] == b"250"
        wire.sendall(b"QUIT\r\n")
        assert said(file)[:3] == b"221"


@pytest.mark.once
def test_a_command_line_of_a_megabyte_is_refused(doors: Doors) -> None:
    program, _ = doors
    with Sender(program).connect() as client:
        client.ehlo()
        assert client.docmd("MAIL FROM:<" + "a" * 1_000_000 + "@contoh.id>")[0] == 500
        assert client.noop()[0] == 250
