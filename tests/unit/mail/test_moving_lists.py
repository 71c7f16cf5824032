"""Lists of mailboxes: who it is there and here, and with which secret."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hubung.mail.moving import report
from hubung.mail.moving.accounts import Master, Move, Shared, read_list, read_secret
from hubung.mail.moving.errors import MovingError
from hubung.mail.moving.report import FolderReport, MailboxReport, Refusal
from hubung.mail.moving.server import Login


def listed(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_own_secrets_tokens_and_other_names(tmp_path: Path) -> None:
    path = listed(
        tmp_path,
        "Dari;Ke;Masuk sebagai;Sandi;Token\n"
        "tari@lama.id;TARI@dephub.go.id;;s p  a;\n"
        "budi@lama.id;budi@dephub.go.id;LAMA\\budi;rahasia;\n"
        "cici@lama.id;cici@dephub.go.id;;;abc.def\n",
    )
    assert read_list(path, None) == [
        Move("tari@lama.id", "tari@dephub.go.id", Login("tari@lama.id", "s p  a")),
        Move("budi@lama.id", "budi@dephub.go.id", Login("LAMA\\budi", "rahasia")),
        Move("cici@lama.id", "cici@dephub.go.id", Login("cici@lama.id", "abc.def", is_token=True)),
    ]


def test_a_list_without_secrets_may_be_read_by_others(tmp_path: Path) -> None:
    path = listed(tmp_path, "from,to\na@lama.id,a@dephub.go.id\n", 0o644)
    (one,) = read_list(path, Shared("x", Master("pindahan", "asterisk")))
    assert one.login == Login("a@lama.id*pindahan", "x")
    (one,) = read_list(path, Shared("x", Master("pindahan", "authzid")))
    assert one.login == Login("pindahan", "x", for_whom="a@lama.id")


def test_every_line_that_is_wrong_is_named(tmp_path: Path) -> None:
    path = listed(
        tmp_path,
        "from,to,password\na@lama.id,a@dephub.go.id,x\n,b@dephub.go.id,x\nc@lama.id,c,x\n"
        "d@lama.id,d@dephub.go.id,\nA@lama.id,e@dephub.go.id,x\n",
    )
    with pytest.raises(MovingError) as caught:
        read_list(path, None)
    told = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in told] == ["Line 3", "Line 4", "Line 5", "Line 6"]
    assert "no secret for d@lama.id" in told[2]
    assert "stands in line 2" in told[3]


@pytest.mark.parametrize(
    "text", ["from,password\na@lama.id,x\n", "to\na@dephub.go.id\n", "from,to\n"]
)
def test_a_table_that_is_no_list_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(MovingError):
        read_list(listed(tmp_path, text), None)


def test_secrets_are_neither_shown_nor_read_where_others_could(tmp_path: Path) -> None:
    assert "rahasia" not in repr(Move("a", "b@c", Login("a", "rahasia")))
    path = listed(tmp_path, "rahasia\n", 0o604)
    with pytest.raises(MovingError, match="chmod 600"):
        read_secret(path)
    path.chmod(0o400)
    assert read_secret(path) == "rahasia"


def test_the_table_of_a_run_names_refused_messages_and_holds_no_formula(tmp_path: Path) -> None:
    folder = FolderReport("=Folder", "Folder", found=3, here=1, copied=1, size=10)
    folder.refused.append(Refusal(7, 5000, "refused here: too large"))
    reports = [MailboxReport("a@lama.id", "a@dephub.go.id", [folder])]
    report.write(tmp_path / "report.csv", reports)
    with (tmp_path / "report.csv").open(encoding="utf-8") as file:
        first, second = csv.DictReader(file)
    assert (first["folder"], first["missing"], first["refused"]) == ("'=Folder", "2", "1")
    assert (second["message"], second["bytes"]) == ("7", "5000")
    assert second["note"] == "refused here: too large"
    assert not reports[0].is_whole
