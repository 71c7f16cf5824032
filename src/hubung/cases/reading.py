"""Reading a protected case is put on record before anything of it is shown."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.directory.models import Person


def is_protected(case: Case) -> bool:
    """Whether every reading of it is on record: confidential, restricted, or about misconduct."""
    return case.confidential or case.restricted or case.kind == Kind.MISCONDUCT


def listed_title(case: Case) -> str:
    """Its title as a list may show it: of a protected case only what kind it is.

    To be in a list is no reading; whoever opens the case reads it, and that is on record.
    """
    if not is_protected(case):
        return case.title
    return _("%(kind)s (confidential)") % {"kind": case.get_kind_display()}


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
