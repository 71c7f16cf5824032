"""What can't be copied is said, and the exit code says that something is missing."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from tests.mail.moving.boxes import contents, fill, message
from tests.mail.moving.conftest import Move
from tests.support.imap_server import PASSWORD, Style, running

MISSING = 3


def test_a_mailbox_without_room_says_so_and_goes_on_with_more(
    move: Move, servers: ExitStack
) -> None:
    lina = "lina@dephub.go.id"
    with move.old.client(lina) as box:
        fill(box, "INBOX", range(100), size=20_000)
        fill(box, "INBOX.Terkirim", range(3))
    small = servers.enter_context(running(Style(special=True, quota="1M")))
    tight = replace(move, new=small)
    said = tight.run(*move.one(lina), code=MISSING)
    assert "the mailbox here is full" in said
    assert "give it more room, then run it again" in said
    assert "INBOX.Terkirim: 3 missing" in said
    small.give_room("100M")
    assert "0 missing" in tight.run(*move.one(lina))
    there = contents(move.old, lina)
    assert contents(small, lina) == {"INBOX": there["INBOX"], "Sent": there["INBOX.Terkirim"]}


def test_a_message_that_is_refused_is_named_and_the_others_come(
    move: Move, servers: ExitStack, tmp_path: Path
) -> None:
    hadi = "hadi@dephub.go.id"
    with move.old.client(hadi) as box:
        fill(box, "INBOX", range(5))
        fill(box, "INBOX", [5], size=300_000)
        fill(box, "INBOX", range(6, 12))
    strict = servers.enter_context(running(Style(largest="200k")))
    table = tmp_path / "report.csv"
    picky = replace(move, new=strict)
    said = picky.run("--report", str(table), *move.one(hadi), code=MISSING)
    assert "12 messages there, 11 copied now, 1 missing" in said
    assert "message 6, 300." in said
    assert "larger than the maximum size allowed" in said
    with table.open(encoding="utf-8") as file:
        (refused,) = [row for row in csv.DictReader(file) if row["message"]]
    assert (refused["folder"], refused["message"]) == ("INBOX", "6")
    # It is tried each time, and named each time, until somebody settles it.
    assert "1 missing" in picky.run(*move.one(hadi), code=MISSING)
    with move.old.client(hadi) as box:
        box.select_folder("INBOX")
        box.delete_messages([6])
        box.expunge([6])
    picky.run(*move.one(hadi))
    assert message(5, size=300_000) not in [raw for raw, *_ in contents(strict, hadi)["INBOX"]]


def test_who_may_not_sign_in_holds_up_nobody(move: Move, tmp_path: Path) -> None:
    with move.old.client("ayu@dephub.go.id") as box:
        fill(box, "INBOX", range(3))
    listed = tmp_path / "list.csv"
    listed.write_text(
        "from,to,password\n"
        "salah@dephub.go.id,salah@dephub.go.id,bukan-ini\n"
        f"ayu@dephub.go.id,ayu@dephub.go.id,{PASSWORD}\n"
    )
    listed.chmod(0o600)
    said = move.run("--list", str(listed), code=MISSING)
    assert "does not let salah@dephub.go.id in" in said
    assert "✓ ayu@dephub.go.id" in said
    assert "bukan-ini" not in said
    assert PASSWORD not in said


def test_secrets_that_others_can_read_are_not_taken(move: Move, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("from,to,password\na@dephub.go.id,a@dephub.go.id,x\n")
    listed.chmod(0o644)
    assert "chmod 600" in move.run("--list", str(listed), code=1)
    move.secret("own").chmod(0o640)
    assert "chmod 600" in move.run(*move.one("a@dephub.go.id"), code=1)


def test_a_server_that_nobody_vouches_for_gets_no_password(move: Move) -> None:
    stranger = replace(move, old=replace(move.old, folder=move.new.folder))
    said = stranger.run(*move.one("a@dephub.go.id"), code=MISSING)
    assert "can't be trusted" in said
    assert "--ca" in said


def test_starttls_where_a_server_has_only_that(move: Move) -> None:
    nina = "nina@dephub.go.id"
    with move.old.client(nina) as box:
        fill(box, "INBOX", range(2))
    plain = replace(move, old_port=move.old.port, options=["--tls", "starttls"])
    assert "2 copied now" in plain.run(*move.one(nina))
