"""What stops a set-up is told in one plain sentence, from what pip really says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.scripts import script

pytestmark = pytest.mark.once


environment = script("environment")


def told(folder: Path) -> str:
    """What is said when pip is to install a package, and looks for it in this folder only."""
    lock = folder / "requirements.lock"
    lock.write_text(f"kapal-karam==1.0 --hash=sha256:{'0' * 64}\n")
    command = [sys.executable, "-m", "pip", "install", "--isolated", "--no-index"]
    command += ["--find-links", str(folder), "--require-hashes", "--dry-run", "-r", str(lock)]
    with pytest.raises(environment.SetupError) as error:
        environment._run(command)
    return str(error.value)


def test_an_index_that_may_not_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert told(tmp_path).startswith(
        "kapal-karam==1.0 is missing, and PIP_NO_INDEX forbids to fetch it: unset PIP_NO_INDEX"
    )


def test_an_index_that_does_not_have_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_NO_INDEX", raising=False)
    assert told(tmp_path).startswith("The package index does not have kapal-karam==1.0: name one")


def test_a_package_that_is_not_the_one_of_the_lock_file(tmp_path: Path) -> None:
    (tmp_path / "kapal_karam-1.0-py3-none-any.whl").write_bytes(b"bukan paket yang dimaksud")
    assert told(tmp_path).startswith(
        "What the package index sent is not what the lock file names, so it was not installed"
    )


def test_a_full_disk() -> None:
    full = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
    with pytest.raises(environment.SetupError, match=r"^The disk is full: make room"):
        environment._run([sys.executable, "-c", f"import sys; sys.exit({full!r})"])
