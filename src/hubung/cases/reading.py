"""Reading a protected case is put on record before anything of it is shown."""

from __future__ import annotations

from hubung.audit.choices import Action
from hubung.audit.recording import record
from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.directory.models import Person


def is_protected(case: Case) -> bool:
    """Whether every reading of it is on record: confidential, or about misconduct."""
    return case.confidential or case.kind == Kind.MISCONDUCT


def note_reading(
    person: Person, case: Case, action: Action = Action.CASE_READ, *, what: str = ""
) -> None:
    """Record that they read a protected case, or `what` of it; nothing for any other case.

    Raises DatabaseError when that cannot be recorded: then nothing may be shown.
    """
    if is_protected(case):
        record(action, person, case.subject, data={"what": what} if what else None)
