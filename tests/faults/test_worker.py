"""A worker killed in the middle: of a batch that it takes in, and of sending."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.locks import execute, hold
from tests.faults.support import (
    Sender,
    assert_whole,
    inside,
    kill,
    letter,
    living,
    until,
    wait_idle,
)
from tests.support.program import Program, free_ports

LETTERS = 30


def test_batch_is_taken_in_once(program: Program) -> None:
    """The worker dies when it has stored files of a batch and not committed its cases."""
    inside(program, "ministry")
    program.start()
    server = Sender(program)
    words: list[str] = []
    for attempt in range(10):
        fresh = [f"surat{attempt}{number:04d}" for number in range(LETTERS)]
        hold(program, "worker")
        for word in fresh:
            server.send(letter(word, files=2))
        before, words = blobs(program), words + fresh
        os.kill(living(program, "worker"), signal.SIGCONT)
        until("files are stored", lambda before=before: blobs(program) > before, every=0.002)
        os.kill(living(program, "worker"), signal.SIGSTOP)
        committed = program.rows("SELECT count(*) FROM cases_case")[0][0]
        if committed < len(words):
            break
        os.kill(living(program, "worker"), signal.SIGCONT)
        wait_idle(program)
    else:
        raise AssertionError("the worker was never caught in the middle")
    kill(program, "worker")
    wait_idle(program)
    server.close()
    texts = [text for (text,) in program.rows("SELECT text FROM cases_case")]
    assert Counter(text.split(" ")[3] for text in texts) == Counter(words)
    assert program.rows("SELECT count(*) FROM cases_attachment") == [(2 * len(words),)]
    kept = program.rows("SELECT sha256, sealed FROM cases_attachment")
    # A box sealed before the kill may be left over: sealed once more, it is another one.
    assert blobs(program) >= len({name for row in kept for name in row if name})
    assert_whole(program)


def blobs(program: Program) -> int:
    """How many files are stored."""
    return sum(1 for path in (program.home / "files").glob("??/*") if path.is_file())


class Relay:
    """A relay that takes everything; `kills` says whom it shoots before it can say so."""

    def __init__(self, program: Program, kills: tuple[int, ...]) -> None:
        self._program = program
        self.kills = kills
        self.taken: list[tuple[str, str]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = bytes(envelope.content or b"").decode()
        (name,) = (
            line.split(":", 1)[1].strip(" <>")
            for line in content.splitlines()
            if line.lower().startswith("message-id:")
        )
        self.taken.append((envelope.rcpt_tos[0], name))
        if len(self.taken) in self.kills:
            os.kill(living(self._program, "worker"), signal.SIGKILL)
        return "250 OK"


@contextmanager
def listening(relay: Relay, port: int) -> Iterator[None]:
    controller = Controller(relay, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def test_what_is_sent_twice_has_the_same_message_id(program: Program) -> None:
    (port,) = free_ports(1)
    inside(program, "ministry")
    program.settings["HUBUNG_MAIL__RELAY"] = f"127.0.0.1:{port}"
    program.settings["HUBUNG_MAIL__RELAY_SECURITY"] = "none"
    relay = Relay(program, kills=(3, 17, 24))
    with listening(relay, port):
        program.start()
        server = Sender(program)
        for number in range(LETTERS):
            server.send(letter(f"surat{number:05d}"))
        server.close()
        until(
            "all are sent",
            lambda: (
                taken_after_claims_ran_out(program, relay) >= LETTERS + len(relay.kills)
                and program.rows("SELECT DISTINCT state FROM email_outboundmessage") == [("sent",)]
            ),
        )
    named = dict(program.rows('SELECT message_id, "to" FROM email_outboundmessage'))
    assert len(named) == LETTERS
    assert {name: to for to, name in relay.taken} == named
    assert len(relay.taken) == LETTERS + len(relay.kills)
    assert max(Counter(relay.taken).values()) == 2


def taken_after_claims_ran_out(program: Program, relay: Relay) -> int:
    """How many mails the relay has taken, with the claims of dead workers as old as can be."""
    execute(
        program,
        "UPDATE email_outboundmessage SET next_attempt_at = created_at WHERE state = 'queued'",
    )
    return len(relay.taken)
