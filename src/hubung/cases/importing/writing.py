"""Old cases into the registry, some hundred at a time: no clock starts, nobody is told.

No event is written, so nothing that listens to events (notices, figures of today, live pages)
takes an old record for something that happens now.
"""

from __future__ import annotations

from collections.abc import Sequence

from hubung.cases import search, timeline
from hubung.cases.choices import Channel, EntryKind, Kind, Status
from hubung.cases.importing.parsing import OldCase, is_finished
from hubung.cases.models import Case, Entry, Reporter
from hubung.cases.services.receiving import title_of
from hubung.cases.services.reporters import find_or_make_reporters
from hubung.cases.timeline import REPORTER, SYSTEM
from hubung.directory.models import Unit, UnitKind
from hubung.directory.queries import home_unit
from hubung.kernel import bulk, clock, scatter


def already_there(numbers: Sequence[str]) -> set[str]:
    """Which of these old numbers an earlier import has brought in."""
    found = Case.objects.filter(channel=Channel.IMPORT, external_id__in=numbers)
    return {number for number in found.values_list("external_id", flat=True) if number}


class Writer:
    """Writes batches; the caller holds the transaction."""

    def __init__(self) -> None:
        self._centre = home_unit(UnitKind.CONTACT_CENTRE)
        self._inspectorate = home_unit(UnitKind.INSPECTORATE)

    def write(self, batch: Sequence[OldCase]) -> None:
        """Record the batch: cases, what is known of their way, and their words for the search."""
        reporters = self._reporters(batch)
        cases = [self._case(old, reporters.get(old.line)) for old in batch]
        scatter.give_keys(cases)
        Case.objects.bulk_create(cases)
        entries: list[Entry] = []
        for case, old in zip(cases, batch, strict=True):
            entries += _story(case, old)
        bulk.insert(entries)
        bulk.update(cases, ("entries", "head_hash"))
        answers = [[old.answer] if old.answer else [] for old in batch]
        search.index_new(zip(cases, answers, strict=True))

    def _reporters(self, batch: Sequence[OldCase]) -> dict[int, Reporter]:
        told = [(old.line, old.reporter) for old in batch if old.reporter is not None]
        found = find_or_make_reporters([(details, "id") for _line, details in told])
        return {line: reporter for (line, _d), reporter in zip(told, found, strict=True)}

    def _case(self, old: OldCase, reporter: Reporter | None) -> Case:
        misconduct = old.kind == Kind.MISCONDUCT
        return Case(
            kind=old.kind,
            sector=old.sector,
            channel=Channel.IMPORT,
            external_id=old.number,
            legacy_number=old.number,
            status=old.status,
            tier=2 if misconduct or old.unit is not None else 1,
            unit=self._unit(old, misconduct),
            reporter=reporter,
            anonymous=old.anonymous,
            confidential=old.confidential or misconduct,
            title=old.title or title_of(old.text),
            text=old.text,
            place=old.place,
            happened_on=old.happened_on,
            created_at=old.created_at,
            updated_at=clock.now(),
            answered_at=old.answered_at,
            closed_at=old.closed_at,
            outcome=old.outcome,
        )

    def _unit(self, old: OldCase, misconduct: bool) -> Unit:
        """A finished case stays with the unit that had it; an open one is with its successor."""
        if misconduct:
            inside = old.unit and old.unit.path.startswith(self._inspectorate.path)
            return old.unit if old.unit is not None and inside else self._inspectorate
        unit = old.unit or self._centre
        return unit if is_finished(old.status) else unit.current()


def _story(case: Case, old: OldCase) -> list[Entry]:
    """What is known of its way, at the dates of then."""
    told = [
        timeline.build(
            case,
            EntryKind.RECEIVED,
            actor=REPORTER,
            at=old.created_at,
            text=old.text,
            public=True,
            data={"channel": str(Channel.IMPORT), "imported": True},
        )
    ]
    if old.answer:
        told.append(
            timeline.build(
                case,
                EntryKind.ANSWERED,
                actor=SYSTEM,
                at=old.answered_at or old.closed_at or old.created_at,
                text=old.answer,
                public=True,
                data={"outcome": old.outcome, "post": old.answered_by, "imported": True},
            )
        )
    if old.status == Status.CLOSED and old.closed_at is not None:
        told.append(
            timeline.build(
                case,
                EntryKind.CLOSED,
                actor=SYSTEM,
                at=old.closed_at,
                public=True,
                data={"imported": True},
            )
        )
    return told
