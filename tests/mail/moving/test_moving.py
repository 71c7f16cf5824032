"""Mailboxes copied between two real servers: everything, once, again, and after every fall."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from hubung.mail.moving.commands import SOMETHING_MISSING
from tests.faults.support import until
from tests.mail.moving.boxes import at_rest, contents, count, fill, message, messages
from tests.mail.moving.conftest import Move
from tests.support.imap_server import MASTER, Style, running
from tests.support.patience import PATIENCE
from tests.support.wires import wire


def test_folders_messages_flags_and_dates_come_across_once(move: Move) -> None:
    tari = "tari@dephub.go.id"
    with move.old.client(tari) as box:
        fill(box, "INBOX", range(1200))
        fill(box, "INBOX.Surat Terkirim", range(300))
        fill(box, "INBOX.Sampah", range(5))
        fill(box, "INBOX.Email Sampah", range(6))
        fill(box, "INBOX.Proyek Pelabuhan.Tahap 1/2", range(40))
        fill(box, "INBOX.Überblick & Ökologie", range(30))
        fill(box, "INBOX.日本", range(3))
        box.create_folder("INBOX.Kosong")
        # The same message twice is two messages.
        fill(box, "INBOX.日本", [2])
    there = contents(move.old, tari)
    said = move.run(*move.one(tari))
    assert f"✓ {tari} → {tari}: 1,585 messages there, 1,585 copied now" in said
    here = contents(move.new, tari)
    assert here == {
        "INBOX": there["INBOX"],
        "Sent": there["INBOX.Surat Terkirim"],
        "Trash": there["INBOX.Sampah"],
        "Junk": there["INBOX.Email Sampah"],
        "Proyek Pelabuhan/Tahap 1-2": there["INBOX.Proyek Pelabuhan.Tahap 1/2"],
        "Überblick & Ökologie": there["INBOX.Überblick & Ökologie"],
        "日本": there["INBOX.日本"],
    }
    with move.new.client(tari) as box:
        subscribed = {name for *_, name in box.list_sub_folders()}
        assert box.folder_exists("Kosong")
    assert {"Sent", "Überblick & Ökologie", "Proyek Pelabuhan/Tahap 1-2"} <= subscribed
    assert "Kosong" not in subscribed

    assert "0 copied now" in move.run(*move.one(tari))
    assert contents(move.new, tari) == here


def test_a_later_run_brings_what_is_new_and_what_was_marked(move: Move) -> None:
    sari = "sari@dephub.go.id"
    with move.old.client(sari) as box:
        fill(box, "INBOX", range(20))
    move.run(*move.one(sari))
    with move.old.client(sari) as box:
        fill(box, "INBOX", range(100, 103))
        fill(box, "INBOX.Baru", range(2))
        box.select_folder("INBOX")
        uids = box.search("ALL")
        box.set_flags(uids[0], ["\\Seen", "\\Flagged"])
        box.remove_flags(uids[1], ["\\Seen"])
    with move.new.client(sari) as box:
        # What happens here meanwhile stays: a message filed away, one more flag, mail of today.
        box.select_folder("INBOX")
        uids = box.search("ALL")
        box.create_folder("Selesai")
        box.move([uids[5]], "Selesai")
        box.add_flags(uids[0], ["$Penting"])
        fill(box, "INBOX", [999])
    said = move.run(*move.one(sari))
    assert "25 messages there, 5 copied now, 2 flags changed" in said
    assert "missing" not in said.splitlines()[0]
    with move.new.client(sari) as box:
        held = {raw: flags for raw, flags, _ in messages(box, "INBOX")}
        assert held[message(0)] == {"\\Seen", "\\Flagged", "$Penting"}
        assert held[message(1)] == set()
        assert len(held) == 20 - 1 + 3 + 1
        assert len(messages(box, "Selesai")) == 1


def test_killed_in_the_middle_it_goes_on_and_copies_nothing_twice(move: Move) -> None:
    agus = "agus@dephub.go.id"
    with move.old.client(agus) as box:
        fill(box, "INBOX", range(2000), size=1000)
        fill(box, "INBOX.Arsip", range(500), size=1000)
    before = 0
    for _ in range(3):
        process = move.begin("--rate", "1000", *move.one(agus))
        with process, move.new.client(agus) as watching:
            until(
                "more has come",
                lambda watching=watching, before=before: (
                    watching.folder_status("INBOX", ["MESSAGES"])[b"MESSAGES"] > before
                ),
            )
            process.kill()
        before = at_rest(move.new, agus)
    assert 0 < before < 2000
    with move.begin(*move.one(agus)) as process:
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    assert "2,500 messages there" in said
    there, here = contents(move.old, agus), contents(move.new, agus)
    assert here == {"INBOX": there["INBOX"], "Archive": there["INBOX.Arsip"]}


def test_asked_to_stop_it_ends_cleanly_and_says_that_more_is_to_come(move: Move) -> None:
    joko = "joko@dephub.go.id"
    with move.old.client(joko) as box:
        fill(box, "INBOX", range(1000), size=2000)
    with move.begin("--rate", "300", *move.one(joko)) as process:
        until("something has come", lambda: count(move.new, joko) > 0)
        process.terminate()
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == SOMETHING_MISSING, said
    assert "Not finished: stopped before it was through; run it again to go on" in said
    assert 0 < count(move.new, joko) < 1000
    move.run(*move.one(joko))
    assert contents(move.new, joko) == contents(move.old, joko)


def test_a_batch_that_was_taken_without_a_word_is_known_again(move: Move) -> None:
    """The server here has written it, and the line broke before it could say so."""
    wati = "wati@dephub.go.id"
    with move.old.client(wati) as box:
        fill(box, "INBOX", range(600), size=1000)
    with wire(move.new.tls_port) as line:
        move.new_port = line.port
        line.swallow_answer_after(400_000)
        move.run(*move.one(wati))
        assert line.broken == 1
    assert contents(move.new, wati) == contents(move.old, wati)


def test_a_lost_connection_is_taken_up_again(move: Move) -> None:
    budi = "budi@dephub.go.id"
    with move.old.client(budi) as box:
        fill(box, "INBOX", range(300), size=4000)
    with wire(move.old.tls_port) as line:
        move.old_port = line.port
        for size in (3_000, 400_000, 900_000):
            line.cut_answers_after(size)
        move.run(*move.one(budi))
        assert line.broken == 3
    assert contents(move.new, budi) == contents(move.old, budi)


def test_numbered_anew_there_or_here_nothing_comes_twice(move: Move) -> None:
    dian = "dian@dephub.go.id"
    with move.old.client(dian) as box:
        fill(box, "INBOX", range(50))
        fill(box, "INBOX.Draf", range(7))
    move.run(*move.one(dian))
    move.old.number_anew(dian, "INBOX")
    with move.old.client(dian) as box:
        fill(box, "INBOX", [60])
    assert "58 messages there, 1 copied now" in move.run(*move.one(dian))
    move.new.number_anew(dian, "Drafts")
    assert "58 messages there, 0 copied now" in move.run(*move.one(dian))
    there = contents(move.old, dian)
    assert contents(move.new, dian) == {"INBOX": there["INBOX"], "Drafts": there["INBOX.Draf"]}


def test_what_another_copied_before_is_not_copied_again(move: Move) -> None:
    """Nothing is known of it: the run before was somebody else's, or its file is gone."""
    eka = "eka@dephub.go.id"
    with move.old.client(eka) as box:
        fill(box, "INBOX", range(30))
    with move.new.client(eka) as box:
        fill(box, "INBOX", range(10))
    assert "30 messages there, 20 copied now" in move.run(*move.one(eka))
    assert contents(move.new, eka) == contents(move.old, eka)


def test_of_a_folder_that_shows_everything_only_the_rest_comes(
    move: Move, servers: ExitStack
) -> None:
    gita = "gita@dephub.go.id"
    gmail = servers.enter_context(running(Style(everything="Semua Email")))
    with gmail.client(gita) as box:
        fill(box, "INBOX", range(5))
        fill(box, "Terkirim", range(3))
        fill(box, "Semua Email", range(2))
        for folder in ("INBOX", "Terkirim"):
            box.select_folder(folder)
            box.copy(box.search("ALL"), "Semua Email")
    said = replace(move, old=gmail).run(*move.one(gita))
    assert "18 messages there, 10 copied now" in said
    assert "missing" not in said.splitlines()[0]
    with move.new.client(gita) as box:
        raws = [raw for raw, *_ in messages(box, "Archive").elements()]
    assert sorted(raws) == sorted(message(number, "Semua Email") for number in range(2))
    assert "18 messages there, 0 copied now" in replace(move, old=gmail).run(*move.one(gita))


def test_a_master_user_moves_everybody_in_a_list(move: Move, tmp_path: Path) -> None:
    names = [f"pegawai{number}@dephub.go.id" for number in range(5)]
    for name in names:
        with move.old.client(name) as box:
            fill(box, "INBOX", range(12))
    rows = "".join(f"{name};{name.upper()}\n" for name in names)
    (tmp_path / "list.csv").write_text(f"Alamat lama;Alamat baru\n{rows}")
    who = ["--master", MASTER, "--secret-file", str(move.secret("master"))]
    listed = ["--list", str(tmp_path / "list.csv")]
    table = tmp_path / "report.csv"
    said = move.run(*listed, *who, "--parallel", "3", "--report", str(table))
    assert "5 mailboxes with 60 messages; 60 copied now" in said
    for name in names:
        assert contents(move.new, name) == contents(move.old, name)
    with table.open(encoding="utf-8") as file:
        rows_told = list(csv.DictReader(file))
    assert {(row["from"], row["folder"], row["found"], row["here"]) for row in rows_told} == {
        (name, "INBOX", "12", "12") for name in names
    }
    said = move.run(*listed, *who, "--master-way", "authzid")
    assert "5 mailboxes with 60 messages; 0 copied now" in said


def test_a_dry_run_tells_how_much_it_is_and_changes_nothing(move: Move) -> None:
    rina = "rina@dephub.go.id"
    with move.old.client(rina) as box:
        fill(box, "INBOX", range(9), size=1000)
        fill(box, "INBOX.Konsep", range(2), size=1000)
    said = move.run("--dry-run", "--skip", "*Konsep", *move.one(rina))
    assert "INBOX → INBOX: 9 of 9" in said
    assert "INBOX.Konsep: not copied (left out, as asked)" in said
    assert "9 would be copied" in said
    assert not (move.home / "moving").exists()
    assert contents(move.new, rina) == {}
    move.run(*move.one(rina))
    assert "0 would be copied" in move.run("--dry-run", *move.one(rina))
