"""A small ministry, an engine's spool, and recordings in the file store."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hubung.directory.models import Person
from hubung.kernel import events
from hubung.telephony.asterisk.place import Place, here
from hubung.telephony.models import Recording
from hubung.telephony.recordings import taking
from tests.support import calls, sounds
from tests.support.ministry import Ministry, build

Record = Callable[..., Recording]


@pytest.fixture
def ministry(db: None) -> Ministry:
    return build()


@pytest.fixture
def place() -> Place:
    """The spool of an engine that does not run, empty."""
    place = here()
    place.make()
    for path in place.spool.glob("*/*"):
        path.unlink()
    return place


@pytest.fixture
def record(place: Place) -> Record:
    """A call with this agent, its sound taken in, and what its events bring about."""

    def make(key: str = "1720000000.9", agent: Person | None = None, **more: object) -> Recording:
        (place.spool / f"recordings/{key}.raw").write_bytes(sounds.conversation())
        calls.call(key, agent=agent, **more)  # type: ignore[arg-type]
        taking.take_all(place)
        while events.dispatch():
            pass
        return Recording.objects.select_related("call").get(call__engine_id=key)

    return make
