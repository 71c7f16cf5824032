"""The supervisor with parts that misbehave."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hubung.project import supervisor
from hubung.project.supervisor import Part

pytestmark = pytest.mark.once

SCRIPT = """
import logging, signal, sys, threading, time
from pathlib import Path
from hubung.project import supervisor
from hubung.project.supervisor import Part, Supervisor

folder = Path(sys.argv[1])
logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s %(part)s")
supervisor.GRACE_SECONDS = 0.5
supervisor.FIRST_PAUSE_SECONDS = 0.05

def note(line):
    with (folder / "notes").open("a") as file:
        file.write(line + "\\n")

def good(stop):
    stop.wait()
    note("good stopped")

def deaf(stop):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note("deaf started")
    while True:
        time.sleep(60)

def failing(stop):
    note("failing started")
    raise RuntimeError("again")

parts = {"good": good, "deaf": deaf, "failing": failing}
Supervisor([Part(n, parts[n]) for n in sys.argv[2:]], folder / "run").run()
note("supervisor returned")
"""


class Run:
    """The script above as a process."""

    def __init__(self, folder: Path, *parts: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen([sys.executable, "-c", SCRIPT, folder, *parts])

    @property
    def notes(self) -> list[str]:
        path = self.folder / "notes"
        return path.read_text().splitlines() if path.exists() else []

    def wait_for(self, line: str, times: int = 1) -> None:
        deadline = time.monotonic() + 30
        while self.notes.count(line) < times:
            assert time.monotonic() < deadline, self.notes
            time.sleep(0.02)

    def pid(self, part: str) -> int:
        """Of a part's process, once it has one."""
        path = self.folder / "run" / f"{part}.pid"
        deadline = time.monotonic() + 30
        while not path.exists() or not path.read_text():
            assert time.monotonic() < deadline, self.notes
            time.sleep(0.02)
        return int(path.read_text())

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(30)


def test_part_that_fails_is_started_again_and_the_others_stay(tmp_path: Path) -> None:
    run = Run(tmp_path, "good", "failing")
    run.wait_for("failing started", times=4)
    os.kill(run.pid("good"), 0)
    assert run.stop() == 0
    assert run.notes[-2:] == ["good stopped", "supervisor returned"]


def test_part_that_does_not_stop_is_killed(tmp_path: Path) -> None:
    run = Run(tmp_path, "good", "deaf")
    run.wait_for("deaf started")
    deaf = run.pid("deaf")
    assert run.stop() == 0
    assert run.notes[-2:] == ["good stopped", "supervisor returned"]
    assert not Path(f"/proc/{deaf}").exists()


def test_parts_outside_the_terminal_group_stop_on_ctrl_c_of_the_parent(tmp_path: Path) -> None:
    run = Run(tmp_path, "good")
    good = run.pid("good")
    deadline = time.monotonic() + 30
    while os.getpgid(good) != good:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    run.process.send_signal(signal.SIGINT)
    assert run.process.wait(30) == 0
    assert run.notes == ["good stopped", "supervisor returned"]


def test_pauses_grow_and_are_forgotten_after_a_long_life() -> None:
    child = supervisor._Child(Part("part", lambda _stop: None), started_at=0.0)
    assert [child.died(now=1.0) for _ in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert child.died(now=supervisor.RECOVERED_AFTER_SECONDS + 1) == 0.5
    assert child.start_at == supervisor.RECOVERED_AFTER_SECONDS + 1.5
