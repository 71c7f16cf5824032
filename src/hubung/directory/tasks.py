"""What the worker does for the directory."""

from __future__ import annotations

from datetime import timedelta

from hubung.directory import services

# The worker finds a job's function by its name; imported, so that a missing one shows at start.
from hubung.directory.importing import jobs as jobs
from hubung.kernel.tasks import periodic


@periodic(every=timedelta(hours=1))
def keep_dates() -> None:
    """Decrees take effect on their day: new names, and people of units that have ended."""
    services.take_names_of_today()
    services.settle_closed_units()
