"""What would be copied: the folders there, what is new in them, how much it is."""

from __future__ import annotations

from collections.abc import Sequence

from hubung.mail.moving.errors import RefusedError
from hubung.mail.moving.folders import Tree, plan
from hubung.mail.moving.report import FolderReport
from hubung.mail.moving.server import Server
from hubung.mail.moving.state import State

#: A mailbox of ours, as it is for everybody.
_OURS = Tree(())


def survey(source: Server, state: State, skipped: Sequence[str]) -> list[FolderReport]:
    """Counts; `copied` and `size` are what a run would bring. Nothing is changed anywhere."""
    told = []
    numbers = state.folders()
    for route in plan(source.tree(), _OURS, known=state.targets(), skipped=skipped):
        report = FolderReport(route.source, route.target, note=route.note)
        told.append(report)
        try:
            opened = source.open(route.source)
        except RefusedError as error:
            report.is_open, report.note = False, f"the old server does not open it: {error}"
            continue
        report.found = opened.count
        if not route.target:
            report.left_out, report.found = opened.count, 0
            continue
        number, uidvalidity = numbers.get(route.source, (0, 0))
        rows = state.rows(number) if uidvalidity == opened.uidvalidity else {}
        for one in source.known(source.uids()):
            if one.uid not in rows or not rows[one.uid].is_done:
                report.copied += 1
                report.size += one.size
    return told
