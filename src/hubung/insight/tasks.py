"""What the worker does for the figures."""

from __future__ import annotations

import logging
from datetime import timedelta

from hubung.insight import keeping, lately
from hubung.kernel.tasks import periodic

log = logging.getLogger(__name__)


@periodic(every=timedelta(hours=1))
def count() -> None:
    """What is due: the last 90 days, yesterday's calls, a month that is over."""
    lately.count_lately()
    lately.count_calls()
    closed = keeping.close_months()
    if closed:
        log.info("figures published", extra={"months": closed})
