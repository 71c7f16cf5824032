"""`hubung serve`: the real processes, started, killed and stopped."""

from __future__ import annotations

import os
import signal
import socket
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE
from tests.support.program import Program, installation, prepared

#: The whole program, all processes together (issue: "the whole program under 300 MB").
MOST_MEMORY_KB = 300_000


def wait_for_another(program: Program, part: str, former: int) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (now := program.pid(part)) != former:
            return now
        time.sleep(0.05)
    raise AssertionError(f"{part} was not started again\n{program.log}")


def proportional_memory(pid: int) -> int:
    """Kilobytes; what processes share is divided among them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A program that goes on running, whatever is done to its parts."""
    with installation(tmp_path_factory.mktemp("running")) as program:
        program.start()
        yield program


def test_whole_program_fits_in_memory(running: Program) -> None:
    for _ in range(50):
        urllib.request.urlopen(f"{running.base_url}/readyz", timeout=20).close()
    pids = [running.pid(part) for part in ("supervisor", "web", "worker", "mail")]
    assert sum(map(proportional_memory, pids)) < MOST_MEMORY_KB


def test_parts_that_are_killed_come_back(running: Program) -> None:
    for part in ("web", "worker", "mail"):
        former = running.pid(part)
        running.kill9(part)
        wait_for_another(running, part, former)
    running.wait_ready()


@pytest.mark.once
def test_web_server_that_is_killed_refuses_nobody(running: Program) -> None:
    """Its socket stays open in the supervisor: visitors wait for a moment."""
    former = running.pid("web")
    running.kill9("web")
    with urllib.request.urlopen(f"{running.base_url}/healthz", timeout=30) as answer:
        assert answer.status == 200
    assert running.pid("web") != former


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.once)]
)
def test_starts_and_stops_cleanly(program: Program, number: signal.Signals) -> None:
    program.start()
    assert f"http://127.0.0.1:{program.web_port}/desk/" in program.log
    with socket.create_connection(("127.0.0.1", program.smtp_port), timeout=10) as door:
        assert door.recv(100).startswith(b"220 ")
    program.stop(number)
    assert program.log.rstrip().endswith("Hubung has stopped.")
    assert not list((program.home / "run").iterdir())
    program.start()


@pytest.mark.once
def test_nothing_is_left_when_the_supervisor_is_killed(program: Program) -> None:
    program.start()
    children = [program.pid(part) for part in ("web", "worker", "mail")]
    assert program.process is not None
    program.process.kill()
    program.process.wait(PATIENCE)
    program.process = None
    deadline = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{pid}").exists() for pid in children):
        assert time.monotonic() < deadline, "parts outlive their supervisor"
        time.sleep(0.05)
    program.start()


@pytest.mark.parametrize("part", ["web", "worker", "mail receive"])
def test_part_on_its_own_stops_cleanly(program: Program, part: str) -> None:
    program.start(*part.split(), ready=False)
    deadline = time.monotonic() + PATIENCE
    signs_of_life = {
        "web": lambda: program.readyz()[0],
        "worker": lambda: program.rows("SELECT 1 FROM kernel_heartbeat"),
        "mail receive": lambda: program.rows("SELECT 1 FROM kernel_heartbeat"),
    }
    while not signs_of_life[part]():
        assert program.process is not None
        assert program.process.poll() is None, program.log
        assert time.monotonic() < deadline, program.log
        time.sleep(0.1)
    program.stop()


@pytest.mark.once
@pytest.mark.parametrize("door", ["web_port", "smtp_port", "lmtp_port"])
def test_port_that_is_taken_is_told(program: Program, door: str) -> None:
    with socket.create_server(("127.0.0.1", getattr(program, door))):
        result = program.run("serve")
    assert result.returncode == 1
    assert result.stderr.startswith(
        f"Error: Port {getattr(program, door)} at 127.0.0.1 is taken by another program"
    )
    assert len(result.stderr.splitlines()) == 1


def test_database_that_is_not_prepared_is_told(tmp_path: Path) -> None:
    result = Program(tmp_path).run("serve")
    assert result.returncode == 1
    assert "migrations. Run:" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_database_that_is_away_is_told(tmp_path: Path) -> None:
    away = Program(tmp_path, f"postgresql:///hubung?host={tmp_path}&user=nobody")
    result = away.run("serve")
    assert result.returncode == 1
    assert result.stderr.startswith("Error: The database doesn't answer")


@pytest.mark.once
def test_state_is_for_its_own_account_alone() -> None:
    for folder, _, files in os.walk(prepared().home):
        for name in (".", *files):
            assert Path(folder, name).stat().st_mode & 0o077 == 0, name
