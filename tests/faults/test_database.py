"""The database is locked, or away: try again is said, nothing is lost, nobody has to restart."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.locks import locked
from tests.faults.support import (
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
from tests.support import postgres
from tests.support.program import Program, prepared

AGAIN = 451


def answer(program: Program, word: str, *, lmtp: bool = False) -> int:
    """The code that a message gets at one of the doors."""
    server = Sender(program, lmtp=lmtp)
    with server.connect() as client:
        return reply_to(client, bytes(letter(word)))


def assert_all_there(program: Program, words: list[str]) -> None:
    wait_idle(program)
    texts = [text for (text,) in program.rows("SELECT text FROM cases_case")]
    assert sorted(text.split(" ")[3] for text in texts) == sorted(words)
    assert_whole(program)


def test_locked_database(program: Program) -> None:
    inside(program, "ministry")
    program.start()
    form = report("gerbang00001")
    with ThreadPoolExecutor(3) as pool, locked(program, "email_inboundmessage", "cases_case"):
        smtp = pool.submit(answer, program, "surat00001")
        lmtp = pool.submit(answer, program, "surat00002", lmtp=True)
        web = pool.submit(fetch, program, "POST", "/lapor/", form=form)
        assert (smtp.result(), lmtp.result()) == (AGAIN, AGAIN)
        page = web.result()
    assert page.status == 503
    shows_what_was_typed(page, form)
    assert "coba lagi beberapa menit lagi, atau telepon 151" in page.text
    server = Sender(program)
    for word in ("surat00001", "surat00002"):
        server.send(letter(word))
    server.close()
    send_report(program, form)
    assert_all_there(program, ["surat00001", "surat00002", "gerbang00001"])


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL of the test's own, to be stopped and started."""
    with postgres.cluster(postgres.DURABLE) as started:
        yield started


@pytest.mark.only("postgresql")
def test_database_is_away(cluster: postgres.Cluster, tmp_path: Path) -> None:
    """SQLite cannot be away."""
    program = Program(tmp_path / "home", cluster.url("hubung"))
    shutil.copytree(prepared().home, program.home)
    dump = subprocess.run(
        [postgres.binaries() / "pg_dump", "--no-owner", prepared().database_url],
        capture_output=True,
        check=True,
    )
    subprocess.run(
        [postgres.binaries() / "psql", "--quiet", "--set=ON_ERROR_STOP=1", program.database_url],
        input=dump.stdout,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    inside(program, "ministry")
    form = report("gerbang00001")
    try:
        program.start()
        Sender(program).send(letter("surat00001"))
        cluster.stop()
        assert answer(program, "surat00002") == AGAIN
        assert answer(program, "surat00003", lmtp=True) == AGAIN
        status, parts = program.readyz()
        assert status == 503
        assert "OperationalError" in parts["database"]
        page = fetch(program, "POST", "/lapor/", form=form)
        assert page.status == 503
        shows_what_was_typed(page, form)
        cluster.start()
        until("ready again", lambda: program.readyz()[0] == 200)
        for word in ("surat00002", "surat00003"):
            Sender(program).send(letter(word))
        send_report(program, form)
        assert_all_there(program, ["surat00001", "surat00002", "surat00003", "gerbang00001"])
        program.stop()
    finally:
        program.ask_no_more()
        if program.process is not None:
            program.kill9()
