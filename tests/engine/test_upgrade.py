"""A newer engine takes over when nobody talks, and gives way again when it does not come up."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hubung.telephony.asterisk import installation, keeping, running
from hubung.telephony.asterisk.place import Place
from tests.engine.conftest import until
from tests.support.asterisk import CACHE, settings
from tests.support.telephone import Telephone

pytestmark = pytest.mark.once

#: Says its version like any, and ends at once.
BROKEN = """#!/bin/sh
if [ "$1" = -V ]; then echo "Asterisk 99.0.0"; exit 0; fi
exit 3
"""


@pytest.fixture
def place() -> Iterator[Place]:
    """An engine's folder whose tree is the one of this machine's cache."""
    folder = Path(tempfile.mkdtemp(prefix="hubung-phone-"))
    phone = settings().model_copy(update={"engine": str(folder / "engine")})
    (folder / "engine").mkdir()
    stamp = json.loads((CACHE / "installed.json").read_text())
    _tree(folder / "engine/tree-1", CACHE / stamp["tree"])
    _use(folder / "engine", stamp | {"tree": "tree-1"})
    yield Place(folder, phone)
    shutil.rmtree(folder, ignore_errors=True)


def _tree(made: Path, like: Path, program: str = "") -> None:
    """One that has what another has, and another program where that is said."""
    made.mkdir()
    for path in like.iterdir():
        (made / path.name).symlink_to(path.resolve())
    (made / "asterisk").unlink()
    (made / "asterisk").write_text(program or f'#!/bin/sh\nexec {like}/asterisk "$@"\n')
    (made / "asterisk").chmod(0o755)


def _use(engine: Path, stamp: dict[str, object]) -> None:
    (engine / "installed.json").write_text(json.dumps(stamp))


def unpack(place: Place, program: str = "") -> None:
    """As `install --upgrade` does: a tree beside the old one, which is remembered."""
    used = json.loads((place.engine / "installed.json").read_text())
    cached = json.loads((CACHE / "installed.json").read_text())["tree"]
    _tree(place.engine / "tree-2", CACHE / cached, program)
    _use(place.engine, used | {"tree": "tree-2", "before": used})


@contextmanager
def kept(place: Place) -> Iterator[None]:
    """The engine is held, as the part of `hubung serve` does."""
    stop = threading.Event()
    keeper = threading.Thread(target=keeping.keep, args=(place, stop, lambda: None))
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def test_a_newer_engine_waits_for_the_end_of_the_last_call(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "EXCHANGE_LOOK_SECONDS", 0.3)

    async def day() -> None:
        await until("it takes calls", lambda: running.pid(place) and not running.why(place))
        first = running.pid(place)
        async with Telephone(place.phone.sip_port, tone=450.0) as caller:
            assert await caller.call("151") == 200  # its stand-in's, for our program is away
            unpack(place)
            await asyncio.sleep(1)
            assert running.pid(place) == first
            await caller.hang_up()
        await until("it is exchanged", lambda: running.pid(place) not in (None, first))
        used = installation.find(place)
        assert used is not None
        assert used.program.parent.name == "tree-2"
        await until("the old one is gone", lambda: not (place.engine / "tree-1").exists())

    with kept(place):
        asyncio.run(day())


def test_an_engine_that_does_not_come_up_gives_way_to_the_one_before(place: Place) -> None:
    unpack(place, BROKEN)

    async def day() -> None:
        await until("it takes calls", lambda: running.pid(place) and not running.why(place))
        used = installation.find(place)
        assert used is not None
        assert used.program.parent.name == "tree-1"
        assert not (place.engine / "tree-2").exists()

    with kept(place):
        asyncio.run(day())
