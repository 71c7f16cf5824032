"""What the worker does for personal data."""

from __future__ import annotations

import logging
from datetime import timedelta

from hubung.kernel.tasks import periodic
from hubung.privacy import erasing
from hubung.privacy.retention import running

# The worker finds a job's function by its name; imported, so that a missing one shows at start.
from hubung.privacy.services import giving as giving

log = logging.getLogger(__name__)


@periodic(every=timedelta(hours=1))
def let_go() -> None:
    """Records whose time is over, class by class."""
    erasing.erase_late_reasons()
    for gone in running.run():
        log.info("retention", extra={"records": gone.schedule.setting, "rows": gone.rows})
