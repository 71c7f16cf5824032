"""A contact centre with a real engine, the phone program as a process, and telephones."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import tempfile
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hubung.telephony.asterisk import lines, running
from hubung.telephony.asterisk.place import Place
from hubung.telephony.calls.store import Store
from tests.support.asterisk import RunningEngine, lend_voice, settings, voiced
from tests.support.patience import PATIENCE
from tests.support.program import Program, installation
from tests.support.telephone import Telephone
from tests.support.tones import constancy

#: The operator's trunk is 127.0.0.1; desk phones are elsewhere.
DESKS = "127.0.0.2"
PASSWORD = "sandi-telepon-contoh"
#: For a start, at which every prompt is spoken once.
START_PATIENCE = 600.0
#: What the phone program logs when it has taken up what it found.
LEADS = "calls are led"


@dataclass
class Centre:
    """Engine, phone program, and a way to speak as the desk."""

    engine: RunningEngine
    program: Program
    #: How many calls the records had when the test began.
    _before: int = 0

    def inside(self, function: str, /, **arguments: Any) -> Any:
        """Ask the installation; see `inside`."""
        return self.program.ask("tests.engine.inside", function, **arguments)

    def caller(self, tone: float) -> Telephone:
        return Telephone(self.engine.sip_port, tone=tone)

    def agent_phone(self, tone: float, *, answer_after: float | None = 0.0) -> Telephone:
        return Telephone(self.engine.sip_port, tone=tone, answer_after=answer_after, address=DESKS)

    async def seat(self, phone: Telephone, name: str, role: str = "tier1_agent") -> str:
        """Somebody sits down at a desk phone and takes calls; their id."""
        person = self.hire(name, role)
        await phone.register(f"desk-{person}", PASSWORD)
        await self.sit(person)
        return person

    async def recording(self, file: str) -> bytes:
        """The sound that the engine recorded into a file, once it is taken in and removed there."""
        await until("its recording is kept", lambda: self.inside("recorded", file=file))
        await until("the engine's is gone", lambda: not (self.engine.place.spool / file).exists())
        return b64decode(self.inside("recorded", file=file))

    def hire(self, name: str, role: str = "tier1_agent") -> str:
        """Somebody with a desk phone that may register; their id."""
        person: str = self.inside("agent", name=name, role=role)
        self._wait_for_line(person)
        return person

    async def sign_in_again(self, phone: Telephone, person: str) -> None:
        """The engine began anew and knows no telephone that is registered."""
        await asyncio.to_thread(self._wait_for_line, person)
        await phone.register(f"desk-{person}", PASSWORD)

    def _wait_for_line(self, person: str) -> None:
        """Until the phone program has told the engine of it."""
        deadline = time.monotonic() + PATIENCE
        while f"desk-{person}" not in lines.known(self.engine.place):
            assert time.monotonic() < deadline, f"the engine does not know desk-{person}"
            time.sleep(0.1)

    async def sit(self, person: str) -> None:
        """They take calls from now on."""
        await self.wish(person, "ready", queues=["umum"], languages=["id", "en"], telephone="desk")

    async def wish(self, person: str, kind: str, **details: Any) -> str:
        """Ask for something at the desk; returns the refusal."""
        number = self.inside("ask", person=person, kind=kind, **details)
        await until(f"{kind} settled", lambda: self.inside("settled", wish=number) is not None)
        return str(self.inside("settled", wish=number))

    def start(self) -> None:
        """Returns when the phone program leads calls."""
        log = self.program.home / "program.log"
        before = log.read_text().count(LEADS) if log.exists() else 0
        self.program.start("phone", "serve", ready=False)
        deadline = time.monotonic() + START_PATIENCE
        while log.read_text().count(LEADS) == before:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)

    def kill9(self) -> None:
        """The phone program dies in the middle of what it does."""
        assert self.program.process is not None
        os.kill(self.program.process.pid, signal.SIGKILL)
        self.program.process.wait()
        self.program.process = None

    def leads(self) -> int:
        """How often calls were taken up so far."""
        return self.program.log.count(LEADS)

    def begin(self) -> None:
        """A new day: what the records have of other tests is not this one's."""
        self._before = len(self.inside("calls"))

    async def leave(self) -> None:
        """Everybody goes home, and nothing is left to be written down."""
        for person in self.agents:
            assert await self.wish(person, "gone") == ""
        await until("nothing is left", lambda: is_clean(self) and not self.unwritten)

    @property
    def told(self) -> list[dict[str, Any]]:
        """The records of this test's calls; see `inside.calls`."""
        return list(self.inside("calls")[self._before :])

    @property
    def calls(self) -> list[Any]:
        """The calls as the phone program keeps them."""
        with contextlib.closing(Store(self.engine.place.folder / "calls.sqlite3")) as store:
            return store.calls()

    @property
    def telephones(self) -> Any:
        """Numbers by key, as the phone program knows them."""
        with contextlib.closing(Store(self.engine.place.folder / "calls.sqlite3")) as store:
            known = store.arrangement()
            return known.telephones if known else {}

    @property
    def unwritten(self) -> int:
        """Notes that wait for the records, and those that could not be written down."""
        with contextlib.closing(Store(self.engine.place.folder / "calls.sqlite3")) as store:
            return len(store.notes()) + store.failures()

    @property
    def agents(self) -> dict[str, Any]:
        with contextlib.closing(Store(self.engine.place.folder / "calls.sqlite3")) as store:
            return {agent.id: agent for agent in store.agents()}

    @property
    def bridges(self) -> list[str]:
        """Every conversation that the engine holds."""
        shown = self.engine.command("bridge show all")
        return [line.split()[0] for line in shown.splitlines()[1:] if line.strip()]

    @property
    def channels(self) -> list[str]:
        """Every line that the engine has now."""
        shown = self.engine.command("core show channels concise")
        return [line.split("!")[0] for line in shown.splitlines() if "!" in line]


async def until(what: str, is_so: Callable[[], Any]) -> None:
    """Wait for something to be so."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                await asyncio.sleep(0.1)
    except TimeoutError as error:
        raise AssertionError(f"still not: {what}") from error


async def choose(caller: Telephone, keys: str = "12") -> None:
    """Dial 151, and choose Indonesian and the sea without waiting for the voice to end."""
    caller.talking.clear()
    assert await caller.call("151") == 200
    await caller.press(keys)


async def hears(phone: Telephone, tone: float) -> None:
    """A tone, and next to nothing else."""
    await until(f"{tone} Hz is heard", lambda: constancy(phone.heard(last=0.5), tone) > 0.9)


async def talk(one: Telephone, other: Telephone) -> None:
    """Each hears the other."""
    await hears(one, other.tone)
    await hears(other, one.tone)


def is_clean(centre: Centre) -> bool:
    """Nothing is left: no line, no conversation, no call."""
    return not (centre.channels or centre.bridges or centre.calls)


def quiet(centre: Centre) -> None:
    """Every prompt is a short pause: nothing is spoken, and callers are soon in the queue."""
    centre.inside("record_prompts", sounds={})


@contextlib.contextmanager
def opened(
    program: Program, *, prepare: Callable[[Centre], None] | None = None, **changes: Any
) -> Iterator[Centre]:
    """A contact centre for the length of a block; nobody is at their desk yet.

    `prepare` is called when the engine runs and the phone program does not yet. `changes` are
    settings of `[phone]`.
    """
    # A socket's path may not be long, as those of pytest's folders are.
    home = Path(tempfile.mkdtemp(prefix="hubung-"))
    shutil.copytree(program.home, home, dirs_exist_ok=True)
    program.home = home
    usual = {"ring_seconds": 3, "wrap_up_seconds": 2, "wrap_up_code": False}
    phone = settings(**{"networks": (f"{DESKS}/32",), **usual, **changes})
    place = Place(home / "phone", phone)
    place.make()
    program.settings = {
        f"HUBUNG_PHONE__{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in phone.model_dump(mode="json", exclude_unset=True).items()
    }
    program.settings["HUBUNG_PHONE__ENABLED"] = "true"
    engine = RunningEngine(place, running.start(place))
    centre = Centre(engine, program)
    try:
        if prepare is not None:
            prepare(centre)
            lend_voice(place)
            centre.start()
        else:
            with voiced(place):
                centre.start()
        yield centre
    finally:
        program.ask_no_more()
        if program.process is not None:
            program.process.terminate()
            program.process.wait(20)
            program.process = None
        engine.stop()
        print(program.log)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """A contact centre with the usual settings, whose prompts are pauses."""
    with (
        installation(tmp_path_factory.mktemp("usual")) as program,
        opened(program, prepare=quiet) as centre,
    ):
        yield centre


@pytest.fixture
def centre(usual: Centre) -> Iterator[Centre]:
    """A contact centre that is open, and nobody is at their desk: the same one for many tests."""
    usual.begin()
    yield usual
    asyncio.run(usual.leave())
