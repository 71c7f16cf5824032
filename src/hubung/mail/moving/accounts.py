"""Whose mailboxes are copied, and with which secrets; these come from files that nobody else reads.

A list is a table, CSV or XLSX: who it is there, who it is here, and where each signs in with their
own secret, that as well.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hubung.kernel.tables import Bounds, UnreadableFileError, read_table
from hubung.mail.moving.errors import MovingError
from hubung.mail.moving.server import Login

#: Headers in Indonesian and English, lower case, by what they hold.
_COLUMNS = {
    "source": ("dari", "alamat lama", "from", "old address"),
    "target": ("ke", "alamat baru", "to", "new address"),
    "name": ("masuk sebagai", "nama pengguna", "sign in as", "user name"),
    "password": ("sandi", "kata sandi", "password"),
    "token": ("token",),
}
_SECRETS = ("password", "token")
#: A secret keeps its blanks.
_AS_WRITTEN = Bounds(one_line=False)


@dataclass(frozen=True)
class Move:
    """One mailbox: its name there, who signs in for it, its address here."""

    source: str
    target: str
    login: Login


@dataclass(frozen=True)
class Master:
    """One account of the old server that opens every mailbox, and how it says for whom.

    `asterisk`: it signs in as `tari@example.org*NAME`; `authzid`: as itself, in Tari's stead.
    """

    name: str
    way: str

    def login(self, mailbox: str, secret: str) -> Login:
        if self.way == "authzid":
            return Login(self.name, secret, for_whom=mailbox)
        return Login(f"{mailbox}*{self.name}", secret)


@dataclass(frozen=True)
class Shared:
    """The secret that those sign in with who have none of their own in the list."""

    secret: str
    master: Master | None = None
    is_token: bool = False

    def login(self, mailbox: str, name: str = "") -> Login:
        if self.master:
            return self.master.login(mailbox, self.secret)
        return Login(name or mailbox, self.secret, self.is_token)


def read_secret(path: Path) -> str:
    """The first line of a file that only its owner may read. Raises MovingError."""
    _expect_private(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0]:
        raise MovingError(f"{path} is empty; its first line is the secret.")
    return lines[0]


def holds_secrets(path: Path) -> bool:
    """Whether a list has the secret of each. Raises MovingError."""
    return any(name in _SECRETS for name in _columns(path))


def read_list(path: Path, shared: Shared | None) -> list[Move]:
    """All lines of a list. Raises MovingError, which names each line that is wrong."""
    columns = _columns(path)
    if any(name in _SECRETS for name in columns):
        _expect_private(path)
    for name, said in (("source", "from (dari)"), ("target", "to (ke)")):
        if name not in columns:
            raise MovingError(f"{path} has no column {said}.")
    moves, faults = [], []
    seen: dict[str, int] = {}
    for line, values in _lines(path):
        row = dict(zip(columns, values, strict=True))
        try:
            move = _move(row, shared)
        except MovingError as error:
            faults.append(f"Line {line}: {error}")
            continue
        earlier = seen.setdefault(move.source.lower(), line)
        if earlier != line:
            faults.append(f"Line {line}: {move.source} stands in line {earlier}, too.")
        moves.append(move)
    if faults:
        raise MovingError("\n".join(faults))
    if not moves:
        raise MovingError(f"{path} names nobody.")
    return moves


def _move(row: Mapping[str, str], shared: Shared | None) -> Move:
    source, target = row["source"], row["target"].lower()
    if not source or "@" not in target:
        raise MovingError("who it is there and the whole address here are needed.")
    name = row.get("name", "")
    if row.get("token"):
        return Move(source, target, Login(name or source, row["token"], is_token=True))
    if row.get("password"):
        return Move(source, target, Login(name or source, row["password"]))
    if shared is None:
        raise MovingError(f"there is no secret for {source}.")
    return Move(source, target, shared.login(source, name))


def _columns(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            headers = read_table(file, _AS_WRITTEN).headers
    except UnreadableFileError as error:
        raise MovingError(f"{path}: {error}") from error
    known = {word: name for name, words in _COLUMNS.items() for word in words}
    return [known.get(header.casefold(), header) for header in headers]


def _lines(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        with path.open("rb") as file:
            yield from read_table(file, _AS_WRITTEN).rows
    except UnreadableFileError as error:
        raise MovingError(f"{path}: {error}") from error


def _expect_private(path: Path) -> None:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise MovingError(
            f"{path} holds secrets, and others may read it: run `chmod 600 {path}` first."
        )
