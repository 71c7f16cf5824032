"""What the worker does for the search."""

from __future__ import annotations

import logging
from datetime import timedelta

from hubung.kernel.tasks import periodic
from hubung.search import services

log = logging.getLogger(__name__)


@periodic(every=timedelta(hours=1))
def reconcile() -> None:
    """What no event told of: old installations, units that moved, what was mended by hand."""
    changed = sum(1 for _key in services.reconcile())
    if changed:
        log.info("found in the search what nobody had told", extra={"items": changed})
