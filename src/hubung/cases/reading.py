"""Reading a protected case is put on record before anything of it is shown."""

from __future__ import annotations

from collections.abc import Iterable

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.directory.models import Person


def is_protected(case: Case) -> bool:
    """Whether every reading of it is on record: confidential, or about misconduct."""
    return case.confidential or case.kind == Kind.MISCONDUCT


def note_reading(
    person: Person, cases: Case | Iterable[Case], action: Act = Act.CASE_READ, what: str = ""
) -> None:
    """Record that they read protected cases, or `what` of them; nothing for any other case.

    One statement however many. Raises DatabaseError when that cannot be recorded: then nothing
    may be shown.
    """
    every = [cases] if isinstance(cases, Case) else cases
    subjects = [case.subject for case in every if is_protected(case)]
    record(action, person, subjects, data={"what": what} if what else None)
