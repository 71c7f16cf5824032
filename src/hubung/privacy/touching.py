"""A change of a report that the officer need not see otherwise: rights are asked of the request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from hubung.cases import search
from hubung.cases.change import Change, locked, save
from hubung.cases.models import Case
from hubung.cases.timeline import Actor
from hubung.kernel import clock


@contextmanager
def touching(case: Case, actor: Actor) -> Iterator[Change]:
    """Lock, change, store, and write the search's row anew."""
    with transaction.atomic():
        it = Change(locked(case), actor, clock.now())
        yield it
        save(it)
        search.index(it.case)
