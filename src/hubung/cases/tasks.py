"""What the worker does for the registry."""

from __future__ import annotations

from datetime import timedelta

from hubung.cases import files
from hubung.cases.models import Presence
from hubung.cases.services.calendar import mend_due_dates, recount_due_dates
from hubung.cases.services.timing import follow_successors, sound_alarms
from hubung.kernel import clock
from hubung.kernel.tasks import drain, periodic

drain(sound_alarms)
drain(recount_due_dates)


@periodic(every=timedelta(minutes=10))
def forget_presence() -> None:
    """Nobody looks at a case for ever."""
    Presence.objects.filter(seen_at__lt=clock.now() - timedelta(minutes=10)).delete()


@periodic(every=timedelta(hours=1))
def follow_decrees() -> None:
    """Units end by decree, on a day; their cases do not."""
    follow_successors()


@periodic(every=timedelta(days=1))
def check_due_dates() -> None:
    """Every stored due date is what the calendar gives."""
    mend_due_dates()


@periodic(every=timedelta(days=1))
def sweep_files() -> None:
    """Files of reports that were never sent."""
    files.sweep_unclaimed()
