"""What the worker does for open data."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings

from hubung.kernel.tasks import periodic
from hubung.opendata import services

log = logging.getLogger(__name__)


@periodic(every=timedelta(hours=6))
def refresh() -> None:
    """New versions where something changed, and then the catalogue."""
    made = services.refresh()
    services.write_catalogue(settings.HUBUNG.public_url)
    if made:
        log.info("open data published", extra={"data_sets": made})
