"""What a run did and what is missing, for a person and as a table."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hubung.kernel import tables

COLUMNS = (
    *("from", "to", "folder", "folder here", "message", "found", "here", "copied now", "bytes"),
    *("flags changed", "in another folder", "removed here since", "refused", "left out"),
    *("missing", "note"),
)


@dataclass(frozen=True)
class Refusal:
    """A message that was not copied, and why, in the words of the server that refused."""

    uid: int
    size: int
    reason: str


@dataclass
class FolderReport:
    """Counts of one folder; `found` is what it holds on the old server."""

    source: str
    target: str
    found: int = 0
    copied: int = 0
    size: int = 0
    flags: int = 0
    here: int = 0
    elsewhere: int = 0
    removed: int = 0
    left_out: int = 0
    refused: list[Refusal] = field(default_factory=list)
    note: str = ""
    #: Nobody knows what is in a folder that the old server does not open.
    is_open: bool = True

    @property
    def missing(self) -> int:
        """Messages that are there and not here, refused ones too."""
        return self.found - self.here - self.elsewhere - self.removed


@dataclass
class MailboxReport:
    """One mailbox; `trouble` is why it was not finished."""

    source: str
    target: str
    folders: list[FolderReport] = field(default_factory=list)
    trouble: str = ""

    @property
    def is_whole(self) -> bool:
        complete = all(one.is_open and not one.missing for one in self.folders)
        return complete and not self.trouble

    def total(self, name: str) -> int:
        """A count over all folders."""
        return sum(getattr(one, name) for one in self.folders)


def lines(report: MailboxReport) -> Iterator[str]:
    """A mailbox in a few lines: what was copied, and all that is missing."""
    mark = "✓" if report.is_whole else "✗"
    told = [f"{report.total('found'):,} messages there", f"{report.total('copied'):,} copied now"]
    if report.total("flags"):
        told.append(f"{report.total('flags'):,} flags changed")
    if report.total("missing"):
        told.append(f"{report.total('missing'):,} missing")
    yield f"{mark} {report.source} → {report.target}: {', '.join(told)}"
    if report.trouble:
        yield f"    Not finished: {report.trouble}"
    for folder in report.folders:
        if folder.note or folder.missing:
            said = [f"{folder.missing:,} missing"] if folder.missing else []
            yield f"    {folder.source}: {'; '.join([*said, *filter(None, [folder.note])])}"
        for one in folder.refused:
            yield f"        message {one.uid}, {readable(one.size)}: {one.reason}"


def planned(report: MailboxReport) -> Iterator[str]:
    """What would be copied, folder by folder."""
    yield f"{report.source} → {report.target}: {report.total('copied'):,} of " + (
        f"{report.total('found'):,} messages, {readable(report.total('size'))}"
    )
    if report.trouble:
        yield f"    {report.trouble}"
    for one in report.folders:
        if one.note:
            yield f"    {one.source}: not copied ({one.note})"
        else:
            yield f"    {one.source} → {one.target}: {one.copied:,} of {one.found:,}, " + (
                readable(one.size)
            )


def readable(size: float) -> str:
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def write(path: Path, reports: Iterable[MailboxReport]) -> None:
    """A table of all: a row for each folder, and one for each message that was refused."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for report in reports:
            table.writerows(map(_harmless, _rows(report)))


def _rows(report: MailboxReport) -> Iterator[Sequence[object]]:
    who = (report.source, report.target)
    if report.trouble:
        yield (*who, *[""] * (len(COLUMNS) - 3), report.trouble)
    for one in report.folders:
        where = (*who, one.source, one.target)
        counts = (one.found, one.here, one.copied, one.size, one.flags, one.elsewhere)
        rest = (one.removed, len(one.refused), one.left_out, one.missing, one.note)
        yield (*where, "", *counts, *rest)
        for refusal in one.refused:
            yield (*where, refusal.uid, "", "", "", refusal.size, *[""] * 6, refusal.reason)


def _harmless(row: Sequence[object]) -> list[object]:
    """No cell that a spreadsheet would take for a formula."""
    return [tables.harmless(cell) if isinstance(cell, str) else cell for cell in row]
