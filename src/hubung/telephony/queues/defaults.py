"""The queues of a new installation: one for everything, and one for each sector.

Whoever is free for anything takes the callers of a sector at once when none of its own is free, for
90 % are to have somebody within 15 seconds; sectors help the general queue after a minute.
"""

from __future__ import annotations

from hubung.directory.models import Sector
from hubung.telephony.menu.default import GENERAL_QUEUE
from hubung.telephony.models import CallQueue

_TITLES = {
    Sector.LAND: "Angkutan darat",
    Sector.SEA: "Angkutan laut",
    Sector.AIR: "Angkutan udara",
    Sector.RAIL: "Kereta api",
}


def default_queues() -> list[CallQueue]:
    """Not stored: a row of the same name stands in the place of one."""
    sectors = list(_TITLES)
    general = CallQueue(
        name=GENERAL_QUEUE,
        title="Umum",
        overflow_to=[sector.value for sector in sectors],
        overflow_seconds=60,
    )
    return [
        general,
        *(
            CallQueue(
                name=sector.value,
                title=_TITLES[sector],
                sector=sector.value,
                overflow_to=[GENERAL_QUEUE],
            )
            for sector in sectors
        ),
    ]
