"""The virtual environment of the checkout, from a lock file. Standard library only.

`ensure(lock)` is quick and needs no network when `.venv` was made from the same lock. Otherwise it
makes a new one: the old one comes back if that fails or is interrupted, so `.venv` is always whole.
"""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import hashlib
import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
OLD = ROOT / ".venv.old"
STAMP = VENV / "made-from.json"
BIN = VENV / "bin"
LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"

#: What pip and the system say, and what that means to whoever starts Hubung; the first that fits.
_TROUBLES = (
    (
        r"No space left on device|Disk quota exceeded",
        "The disk is full: make room for the packages (half a gigabyte) and start again.",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "What the package index sent is not what the lock file names, so it was not installed: "
        "another index may be meant (PIP_INDEX_URL); start again.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|problem confirming the ssl certificate",
        "The certificate of the package index is not trusted here: name the file with your "
        "network's authority in PIP_CERT and start again.",
    ),
    (
        r"NewConnectionError|ConnectTimeout|Connection refused|Name or service not known|ProxyError"
        r"|Temporary failure in name resolution|Network is unreachable|Max retries exceeded"
        r"|connection broken|Read timed out",
        "The package index can't be reached. The first set-up needs the network, "
        "later starts do not: check the connection and start again.",
    ),
)
_NOT_FOUND = re.compile(r"No matching distribution found for (\S+)")

#: How pip begins the line of a package that it fetches, takes from a folder, or has already.
_ONE_PACKAGE = ("Collecting ", "Processing ", "Requirement already")


class SetupError(Exception):
    """Set-up can't go on; `str()` is one plain sentence. Nothing is left half-done."""


def say(text: str) -> None:
    print(text, flush=True)


def check_writable(folder: Path) -> None:
    """Raises SetupError unless files can be made in the folder (which is made if missing)."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise SetupError(
            f"{folder} can't be written by {getpass.getuser()} ({error.strerror}): "
            "clone Hubung into a folder of your own, or set HUBUNG_HOME."
        ) from error


def ensure(lock: str) -> None:
    """Make `.venv` agree with a lock file, the package itself included. Raises SetupError."""
    if _is_made_from(lock):
        return
    check_writable(ROOT)
    with _alone():
        _bring_back_old()
        if _is_made_from(lock):
            return
        if not importlib.util.find_spec("ensurepip") or not importlib.util.find_spec("venv"):
            raise SetupError(
                "Python's venv is missing. On Debian: sudo apt-get install python3-venv"
            )
        if VENV.exists():
            VENV.rename(OLD)
        try:
            _make(lock)
        except BaseException:
            _bring_back_old(discard_new=True)
            raise
        shutil.rmtree(OLD, ignore_errors=True)


def _is_made_from(lock: str) -> bool:
    try:
        stamp: dict[str, object] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    return all(stamp.get(key) == value for key, value in _identity([lock]).items())


def _identity(locks: list[str]) -> dict[str, str]:
    """What a `.venv` depends on. It holds absolute paths, so it does not survive a move."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    package = json.dumps([project["project"], project["build-system"]], sort_keys=True)
    identity = {
        "folder": str(ROOT),
        "python": "{}.{}".format(*sys.version_info),
        "package": hashlib.sha256(package.encode()).hexdigest(),
    }
    for name in locks:
        identity[name] = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    return identity


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two starts at once must not build the same environment."""
    with (ROOT / "pyproject.toml").open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is running in this folder; waiting for it …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _bring_back_old(*, discard_new: bool = False) -> None:
    if discard_new or OLD.exists():
        shutil.rmtree(VENV, ignore_errors=True)
    if OLD.exists():
        OLD.rename(VENV)


def _make(lock: str) -> None:
    say("Making the virtual environment .venv …")
    _run([sys.executable, "-m", "venv", str(VENV)])
    entries = re.split(r"^(?=\S+==)", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
    say(f"Installing {len(entries)} packages, each checked against its hash …")
    # The build back end comes first, so that a package without a wheel is built by the locked one.
    with tempfile.NamedTemporaryFile("w", suffix=".lock") as first:
        first.writelines(entry for entry in entries if entry.startswith("setuptools=="))
        first.flush()
        _run(_pip("--require-hashes", "--retries", "2", "-r", first.name))
    # As a constraint too: a package that another one asks for with extras is not pinned otherwise.
    _run(_pip("--require-hashes", "--retries", "2", "-r", lock, "-c", lock), len(entries))
    _run(_pip("--no-index", "--no-deps", "--editable", "."))
    # The development lock contains the other one, so what it made serves both.
    locks = [LOCK, DEV_LOCK] if lock == DEV_LOCK else [lock]
    STAMP.write_text(json.dumps(_identity(locks), indent=1))


def _pip(*arguments: str) -> list[str]:
    options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    # Most modules are never imported; what is, Python compiles once by itself.
    options += ["--prefer-binary", "--no-build-isolation", "--no-compile"]
    return [str(BIN / "python"), "-m", "pip", "install", *options, *arguments]


def _run(command: list[str], total: int = 0) -> None:
    """Run a command quietly; of `total` packages that it collects, tell how far it is."""
    output: list[str] = []
    process = subprocess.Popen(  # noqa: S603
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout  # noqa: S101 - asked for above
        count = 0
        for line in process.stdout:
            output.append(line)
            if total and line.startswith(_ONE_PACKAGE):
                count += 1
                _progress(f"  {count}/{total} {Path(line.split()[1]).name}", last=False)
            elif total and line.startswith("Installing "):
                _progress(f"  {count}/{total} fetched, unpacking …", last=True)
        code = process.wait()
    finally:
        process.kill()
        process.wait()
    if code:
        raise SetupError(_why("".join(output), command))


def _progress(text: str, *, last: bool) -> None:
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="\n" if last else "", flush=True)
    elif last or text.split("/")[0].strip().endswith("0"):
        say(text)


def _why(output: str, command: list[str]) -> str:
    for pattern, sentence in _TROUBLES:
        if re.search(pattern, output, re.IGNORECASE):
            return sentence
    if missing := _NOT_FOUND.search(output):
        return _not_found(missing[1])
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error:")] or lines
    step = next((word for word in command if word in ("venv", "install")), command[0])
    reason = errors[-1].rstrip(".") if errors else "no reason given"
    return f"Setting up stopped at `{step}`: {reason}. Mend that and start again."


def _not_found(package: str) -> str:
    if os.environ.get("PIP_NO_INDEX", "") not in ("", "0", "no", "false"):
        return (
            f"{package} is missing, and PIP_NO_INDEX forbids to fetch it: unset PIP_NO_INDEX, or "
            "name a folder with all packages of the lock file in PIP_FIND_LINKS, and start again."
        )
    return (
        f"The package index does not have {package}: name one that has it in PIP_INDEX_URL "
        "(pip's own is https://pypi.org/simple) and start again."
    )


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError:
        return False
    return True
