"""The disk is full: try again is said, nothing is stored by halves, and it goes on by itself."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.faults.disks import WAYS, Disk
from tests.faults.locks import execute
from tests.faults.support import (
    Page,
    Sender,
    assert_whole,
    fetch,
    inside,
    letter,
    reply_to,
    report,
    send_report,
    shows_what_was_typed,
    until,
    wait_idle,
)
from tests.support.program import Program

SEED = 151
#: More than the write-ahead log of SQLite has room for without growing.
LARGE = 8_000_000
BOUNDARY = "batas-antara-bagian"


def is_well(program: Program) -> bool:
    """Every part, the room on the disk aside: there is less than an office should have."""
    _, parts = program.readyz()
    return bool(parts) and {name for name, said in parts.items() if said != "ok"} <= {"disk"}


def large_letter(word: str) -> bytes:
    message = letter(word)
    content = random.Random(f"{SEED} {word}").randbytes(LARGE)
    message.add_attachment(
        content, maintype="application", subtype="octet-stream", filename="rekaman.bin"
    )
    return bytes(message)


def send_with_file(program: Program, form: dict[str, str]) -> Page:
    """Send the report with a file of some hundred kilobytes."""
    fields = {f'name="{name}"': value.encode() for name, value in form.items()}
    photo = b"%PDF-1.4\n" + random.Random(SEED).randbytes(300_000)
    fields['name="attachments"; filename="bukti.pdf"'] = photo
    body = b"".join(
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + value + b"\r\n"
        for head, value in fields.items()
    )
    return fetch(
        program,
        "POST",
        "/lapor/",
        body=body + f"--{BOUNDARY}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
    )


# The server of PostgreSQL is not bound by the limit of the program's files.
@pytest.mark.parametrize("way", [pytest.param(WAYS[0], marks=pytest.mark.once), *WAYS[1:]])
def test_full_disk(
    program: Program, way: Callable[[Program], AbstractContextManager[Disk]]
) -> None:
    with way(program) as disk:
        inside(program, "ministry")
        program.start(ready=False)
        until("all parts are well", lambda: is_well(program))
        Sender(program).send(letter("surat00001", files=1))
        wait_idle(program)

        disk.fill()
        mail = {"surat00002": False, "surat00003": True}
        for word, lmtp in mail.items():
            with Sender(program, lmtp=lmtp).connect() as client:
                # PostgreSQL has a disk of its own, which is not full.
                expected = 250 if program.database_url else 451
                assert reply_to(client, large_letter(word)) == expected
        forms = {word: report(word) for word in ("lapor00001", "lapor00002")}
        page = send_with_file(program, forms["lapor00001"])
        assert page.status == 503
        shows_what_was_typed(page, forms["lapor00001"])
        assert "coba lagi beberapa menit lagi, atau telepon 151" in page.text
        page = fetch(program, "POST", "/lapor/", form=forms["lapor00002"])
        if page.status != 303:
            assert page.status == 503
            shows_what_was_typed(page, forms["lapor00002"])
        if program.database_url:
            waiting = "SELECT DISTINCT state, reason FROM email_inboundmessage WHERE reason <> ''"
            until(
                "the worker has seen that there is no room",
                lambda: program.rows(waiting) == [("received", "no room on the disk")],
            )

        disk.free()
        # As if the pause after a failed attempt were over.
        execute(program, "UPDATE email_inboundmessage SET next_attempt_at = NULL")
        for word, lmtp in mail.items():
            with Sender(program, lmtp=lmtp).connect() as client:
                assert reply_to(client, large_letter(word)) == 250
        assert send_with_file(program, forms["lapor00001"]).status == 303
        send_report(program, forms["lapor00002"])
        wait_idle(program)
        texts = [text for (text,) in program.rows("SELECT text FROM cases_case")]
        expected_words = sorted(["surat00001", *mail, *forms])
        assert sorted(text.split(" ")[3] for text in texts) == expected_words
        assert program.rows("SELECT count(*) FROM cases_attachment") == [(4,)]
        assert list((program.home / "files" / "incoming").iterdir()) == []
        until("all parts are well", lambda: is_well(program))
        assert_whole(program)
