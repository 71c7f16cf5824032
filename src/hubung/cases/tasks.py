"""What the worker does for the registry."""

from __future__ import annotations

from datetime import timedelta

from hubung.cases.models import Presence
from hubung.cases.services.timing import sound_alarms
from hubung.kernel import clock
from hubung.kernel.tasks import drain, periodic

drain(sound_alarms)


@periodic(every=timedelta(minutes=10))
def forget_presence() -> None:
    """Nobody looks at a case for ever."""
    Presence.objects.filter(seen_at__lt=clock.now() - timedelta(minutes=10)).delete()
