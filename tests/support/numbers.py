"""Whose number is it? Numbers are sealed, so a filter can only ask for all of one."""

from __future__ import annotations

from hubung.directory.models import Person, StaffNumber


def holder(nip: str) -> Person:
    """Raises StaffNumber.DoesNotExist."""
    return StaffNumber.objects.select_related("person").get(StaffNumber.matching(nip)).person
