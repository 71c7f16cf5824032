"""Which grounds and limits hold on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from hubung.directory import models as directory
from hubung.disclosure.grounds.models import Ground, Limit, LimitName


def in_force(on: date) -> QuerySet[Ground]:
    """The grounds that hold on a day, in the order of the law."""
    return Ground.objects.filter(directory.in_force(on)).order_by("code")


def ground_on(code: str, on: date) -> Ground:
    """The ground with this letter on a day. Raises Ground.DoesNotExist when none holds."""
    return in_force(on).get(code=code)


def limit_on(name: LimitName, on: date) -> Limit:
    """The limit that holds on a day, the youngest first. Raises LookupError when none does."""
    found = Limit.objects.filter(directory.in_force(on), name=name).order_by("-valid_from").first()
    if found is None:
        raise LookupError(f"no limit of exemptions is configured for {name} on {on}")
    return found
