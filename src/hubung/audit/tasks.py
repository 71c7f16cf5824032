"""What the worker does for the log."""

from __future__ import annotations

import logging
from datetime import timedelta

from hubung.audit import chain, seals
from hubung.audit.configuration import note_settings
from hubung.kernel.tasks import drain, periodic

log = logging.getLogger(__name__)

drain(chain.lengthen)


@periodic(every=timedelta(minutes=10))
def seal_the_day() -> None:
    """Soon after midnight; tried again until writers leave a moment for it."""
    try:
        seals.seal_if_due()
    except seals.KeyLostError as error:
        log.warning("the day is not sealed", extra={"why": str(error)})


@periodic(every=timedelta(minutes=10))
def compare_settings() -> None:
    """Settings are changed outside of the program; that they were is on record all the same."""
    note_settings()
