"""`./run` in a copy of the checkout: a first start, a second one, and what can be in the way."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE
from tests.support.program import free_ports

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.once


@dataclass
class Checkout:
    """A fresh clone, with its own ports."""

    folder: Path
    ports: list[int]

    def environment(self, **more: str) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("HUBUNG_")}
        web, smtp, lmtp = map(str, self.ports)
        return {
            **inherited,
            "HUBUNG_PORT": web,
            "HUBUNG_MAIL__SMTP_PORT": smtp,
            "HUBUNG_MAIL__LMTP_PORT": lmtp,
            "HUBUNG_PHONE__ENABLED": "false",
            "HUBUNG_MAIL_SYSTEM__ENABLED": "false",
            **more,
        }

    def run(self, **more: str) -> subprocess.CompletedProcess[str]:
        """`./run` where it is expected to end by itself."""
        return subprocess.run(
            [self.folder / "run"],
            env=self.environment(**more),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    @contextmanager
    def running(self, **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """`./run` until the block ends; what it prints is in `output`."""
        with self.output.open("wb") as output:
            process = subprocess.Popen(
                [self.folder / "run"], env=self.environment(**more), stdout=output, stderr=output
            )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(PATIENCE)

    @property
    def output(self) -> Path:
        return self.folder.parent / "output"

    def wait_for(
        self, process: subprocess.Popen[bytes], path: str, seconds: float = PATIENCE
    ) -> bytes:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert process.poll() is None, self.output.read_text()
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:{self.ports[0]}{path}", timeout=20
                ) as answer:
                    return bytes(answer.read())
            except OSError:
                time.sleep(0.2)
        raise AssertionError(self.output.read_text())


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """As much of a clone as a set-up needs that does not come to its end."""
    set_up = ["run", "scripts", "pyproject.toml", "*.lock"]
    return Checkout(copy(tmp_path / "hubung", *set_up), free_ports(3))


@pytest.fixture
def whole_checkout(tmp_path: Path) -> Checkout:
    return Checkout(copy(tmp_path / "hubung"), free_ports(3))


def copy(target: Path, *paths: str) -> Path:
    """What a clone of the present state would hold, or these parts of it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *paths],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    there = [name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]
    target.mkdir()
    subprocess.run(
        ["xargs", "-0", "cp", "--parents", "--preserve", "--target-directory", target],
        cwd=ROOT,
        input="\0".join(there),
        text=True,
        check=True,
    )
    return target


def no_network() -> dict[str, str]:
    """Nothing but a package index at a port where nobody listens."""
    (port,) = free_ports(1)
    return {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": f"http://127.0.0.1:{port}/simple",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_FIND_LINKS": "",
        "PIP_NO_CACHE_DIR": "1",
    }


def is_one_sentence(result: subprocess.CompletedProcess[str], words: str) -> bool:
    """Exit code 1, and one plain line on the error stream."""
    assert result.returncode == 1, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert words in result.stderr
    return True


def test_python_too_old(checkout: Checkout, tmp_path: Path) -> None:
    old = tmp_path / "bin"
    old.mkdir()
    (old / "dirname").symlink_to("/usr/bin/dirname")
    (old / "python3").write_text('#!/bin/sh\ncase "$2" in *exit*) exit 1 ;; esac\necho 3.9\n')
    (old / "python3").chmod(0o755)
    before = sorted(checkout.folder.rglob("*"))
    result = checkout.run(PATH=str(old))
    assert is_one_sentence(result, "Hubung needs Python 3.11 or newer, and here is 3.9.")
    assert sorted(checkout.folder.rglob("*")) == before


def test_no_python_at_all(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    assert is_one_sentence(checkout.run(PATH=str(tmp_path)), "and here is none.")


def test_venv_of_python_missing(checkout: Checkout, tmp_path: Path) -> None:
    """As on Debian without its package python3-venv."""
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['ensurepip'] = None\n")
    result = checkout.run(PYTHONPATH=str(tmp_path))
    assert is_one_sentence(result, "sudo apt-get install python3-venv")
    assert not (checkout.folder / ".venv").exists()


@pytest.mark.parametrize("door", [0, 1, 2], ids=["web", "smtp", "lmtp"])
def test_port_taken(checkout: Checkout, door: int) -> None:
    before = sorted(checkout.folder.rglob("*"))
    with socket.create_server(("127.0.0.1", checkout.ports[door])):
        result = checkout.run(PYTHONDONTWRITEBYTECODE="1")
    assert is_one_sentence(result, f"Port {checkout.ports[door]} at 127.0.0.1 can't be used")
    assert sorted(checkout.folder.rglob("*")) == before


def test_port_that_is_none(checkout: Checkout) -> None:
    assert is_one_sentence(
        checkout.run(HUBUNG_PORT="http"), "HUBUNG_PORT must be a port number, not 'http'."
    )


def test_port_of_the_settings_file_counts(checkout: Checkout) -> None:
    (checkout.folder / "var").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (checkout.folder / "var" / "hubung.toml").write_text(f"[web]\nport = {port}\n")
        assert is_one_sentence(checkout.run(HUBUNG_PORT=""), f"Port {port} at")


def test_folder_that_cannot_be_written(checkout: Checkout) -> None:
    """Run by an account that owns nothing here (for root, nothing is read-only)."""
    with tempfile.TemporaryDirectory() as public:
        Path(public).chmod(0o755)
        folder = Path(shutil.move(checkout.folder, public))
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody").pw_uid
            command = ["setpriv", f"--reuid={nobody}", "--regid=65534", "--clear-groups"]
        else:
            folder.chmod(0o555)
            command = []
        result = subprocess.run(
            [*command, folder / "run"],
            # A Python that every account may run; ours may be in somebody's home.
            env={**checkout.environment(), "PATH": "/usr/bin:/bin", "HOME": public},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        folder.chmod(0o755)
        assert is_one_sentence(result, "can't be written by")
        assert not (folder / ".venv").exists()
        assert not (folder / "var").exists()


def test_environment_that_worked_comes_back_when_a_new_one_fails(checkout: Checkout) -> None:
    (checkout.folder / ".venv").mkdir()
    (checkout.folder / ".venv" / "mine").write_text("worked")
    assert is_one_sentence(checkout.run(**no_network()), "The package index can't be reached.")
    assert [path.name for path in checkout.folder.glob(".venv*")] == [".venv"]
    assert (checkout.folder / ".venv" / "mine").read_text() == "worked"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_interrupted_set_up_leaves_nothing(checkout: Checkout, number: signal.Signals) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,  # an index that never answers
        checkout.running(
            **no_network() | {"PIP_INDEX_URL": f"http://127.0.0.1:{silent.getsockname()[1]}/"}
        ) as process,
    ):
        silent.settimeout(PATIENCE)
        connection, _ = silent.accept()
        process.send_signal(number)
        assert process.wait(PATIENCE) != 0
        connection.close()
    assert "Traceback" not in checkout.output.read_text()
    assert not list(checkout.folder.glob(".venv*"))


def test_first_start_and_a_second_one_without_network(whole_checkout: Checkout) -> None:
    checkout = whole_checkout
    sign_ins = checkout.folder / "var" / "demo-users.toml"
    with checkout.running() as process:
        checkout.wait_for(process, "/readyz", seconds=900)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    told = checkout.output.read_text()
    for words in ("each checked against its hash", "/desk/", "Hubung has stopped."):
        assert words in told
    users = tomllib.loads(sign_ins.read_text())["user"]
    assert {user["role"] for user in users} >= {"tier1_agent", "tier2_handler", "tier3_official"}
    for user in users:
        assert user["mail"] in told
        assert user["password"] in told
    assert stat.S_IMODE(sign_ins.stat().st_mode) == 0o600

    with checkout.running(**no_network()) as process:
        checkout.wait_for(process, "/readyz")
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    told = checkout.output.read_text()
    assert told.startswith("Hubung is running:"), told
    assert sign_ins.read_text() not in told

    hubung = checkout.folder / ".venv" / "bin" / "hubung"
    version = subprocess.run([hubung, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.startswith("Hubung ")
