"""Who handles personal-data requests.

The information officer of the whole ministry (PPID utama) answers for personal data; of reports of
misconduct, which nobody outside of the Inspectorate knows of, its inspectors do.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from hubung.cases import rights
from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.cases.policies import can_see
from hubung.directory.models import Person


def is_officer(person: Person) -> bool:
    """The information officer of the whole ministry."""
    return any(sight.part is rights.PERSONAL for sight, _grant in rights.sights_of(person))


def is_examiner(person: Person) -> bool:
    """An inspector, who alone may know of requests about reports of misconduct."""
    return any(
        sight.part is rights.PERSONAL_IN_MISCONDUCT for sight, _grant in rights.sights_of(person)
    )


def may_handle(person: Person) -> bool:
    """Whether the pages of personal-data requests are theirs at all."""
    return person.is_active and (is_officer(person) or is_examiner(person))


def handles(person: Person, case: Case) -> bool:
    """Whether this personal-data request is theirs to carry out."""
    return may_handle(person) and case.kind == Kind.PERSONAL_DATA and can_see(person, case)


def keeps(person: Person) -> Q:
    """A filter on Case: those that this person may place under a hold, or lift a restriction of."""
    kept = Q(pk__in=[])
    if is_officer(person):
        kept |= ~Q(kind=Kind.MISCONDUCT)
    if is_examiner(person):
        kept |= Q(kind=Kind.MISCONDUCT)
    return kept


def is_kept_by(person: Person, case: Case) -> bool:
    return Case.objects.filter(keeps(person), pk=case.pk).exists()


def require(allowed: bool) -> None:
    """Raises PermissionDenied with a sentence for people."""
    if not allowed:
        raise PermissionDenied(
            _("Personal-data requests are for the information officer of the ministry.")
        )
