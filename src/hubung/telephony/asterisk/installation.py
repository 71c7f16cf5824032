"""The engine's program: the system's own, or Debian's packages unpacked into a private folder."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hubung.kernel import clock
from hubung.telephony.asterisk import packages
from hubung.telephony.asterisk.errors import EngineError
from hubung.telephony.asterisk.place import Place

Say = Callable[[str], None]

OLDEST = 20
_STAMP = "installed.json"
_SYSTEM = ("/usr/sbin/asterisk", "/usr/local/sbin/asterisk")
#: Bytes of the packages and of what is in them, with room to spare.
_ROOM = 450_000_000
_VERSION = re.compile(r"Asterisk (?:certified/)?(\d+)\.([\d.]+)")


@dataclass(frozen=True)
class Installed:
    """A program that can be started. `modules` and `data` are where Asterisk calls them so."""

    version: str
    program: Path
    modules: Path
    data: Path
    #: None for the system's own, whose packages the system updates.
    unpacked_at: datetime | None = None
    expired: bool = False

    @property
    def is_private(self) -> bool:
        return self.unpacked_at is not None

    @property
    def days_old(self) -> int:
        """Since it was unpacked; the host's apt does not update what it does not know."""
        return (clock.now() - self.unpacked_at).days if self.unpacked_at else 0


def find(place: Place) -> Installed | None:
    """What is there already, the system's first unless the settings say otherwise."""
    system = _system() if place.phone.prefer == "system" else None
    return system or _private(place.engine)


def is_exchanged(place: Place, used: Installed) -> bool:
    """Whether another engine was unpacked than the one that is used."""
    now = _private(place.engine) if used.is_private else None
    return now is not None and now.program != used.program


def settle(place: Place) -> None:
    """The engine that was unpacked last has shown that it works: those before it go."""
    with _alone(place.engine):
        stamp = _stamp(place.engine)
        if stamp is not None and stamp.pop("before", None) is not None:
            _write(place.engine / _STAMP, json.dumps(stamp, indent=1) + "\n")
            _forget(place.engine, stamp)


def go_back(place: Place) -> bool:
    """The engine that was unpacked last does not work: the one before is to be used again.

    False where there is none.
    """
    with _alone(place.engine):
        stamp = _stamp(place.engine)
        before = stamp.get("before") if stamp else None
        if before is None or not (place.engine / before["tree"]).exists():
            return False
        _write(place.engine / _STAMP, json.dumps(before, indent=1) + "\n")
        _forget(place.engine, before)
        return True


def speaker(place: Place) -> Path | None:
    """The voice that was unpacked with the engine, for a system without espeak-ng."""
    stamp = _stamp(place.engine)
    return place.engine / stamp["tree"] / "espeak-ng" if stamp else None


def install(
    place: Place, *, upgrade: bool = False, accept_expired: bool = False, say: Say = lambda _: None
) -> Installed:
    """Have an engine there; takes no time where one is. Raises EngineError.

    `accept_expired` takes a list of packages that is past its time; so does a machine whose own
    apt was told to.
    """
    found = find(place)
    if found and not (upgrade and found.is_private):
        return found
    try:
        with _alone(place.engine):
            found = _private(place.engine)  # another process may have been first
            if not found or upgrade:
                _unpack(place.engine, accept_expired, say)
    except OSError as error:
        raise EngineError(
            f"The engine can't be put into {place.engine} ({error.strerror})."
        ) from error
    made = _private(place.engine)
    if not made:
        raise EngineError(f"The engine in {place.engine} does not start on this machine.")
    return made


def _system() -> Installed | None:
    for name in _SYSTEM:
        version = _ask_version(Path(name))
        if version and int(version.split(".")[0]) >= OLDEST:
            root = Path(name).parents[1]
            folders = [*root.glob("lib/*/asterisk/modules"), root / "lib/asterisk/modules"]
            data = [Path("/usr/share/asterisk"), Path("/var/lib/asterisk")]
            return Installed(
                version,
                Path(name),
                next((folder for folder in folders if folder.is_dir()), folders[-1]),
                next((folder for folder in data if (folder / "sounds").is_dir()), data[-1]),
            )
    return None


def _stamp(engine: Path) -> dict[str, Any] | None:
    """What was unpacked; None when it is nothing, or less than this version of ours wants."""
    try:
        stamp: dict[str, Any] = json.loads((engine / _STAMP).read_text())
    except (OSError, ValueError):
        return None
    return stamp if set(stamp.get("packages", ())) >= set(packages.WANTED) else None


def _private(engine: Path) -> Installed | None:
    stamp = _stamp(engine)
    if stamp is None:
        return None
    tree = engine / stamp["tree"]
    return Installed(
        stamp["version"],
        tree / "asterisk",
        tree / "usr/lib" / packages.triplet() / "asterisk/modules",
        tree / "usr/share/asterisk",
        datetime.fromisoformat(stamp["unpacked_at"]),
        stamp["expired"],
    )


def _unpack(engine: Path, accept_expired: bool, say: Say) -> None:
    """A new tree beside the old one; the stamp, written last, makes it the one in use."""
    free = shutil.disk_usage(engine).free
    if free < _ROOM:
        raise EngineError(
            f"The engine needs {_ROOM // 1_000_000} MB, and {engine} has {free // 1_000_000} MB."
        )
    work = engine / "work"
    shutil.rmtree(work, ignore_errors=True)
    try:
        accept = accept_expired or packages.trusts_expired_lists()
        apt = packages.Apt(work, packages.mirror(), accept)
        say("Asking Debian's mirror for Asterisk …")
        valid_until = apt.update()
        expired = packages.has_expired(valid_until)
        if expired and valid_until:
            why = "you asked for it" if accept_expired else "this machine's apt is told to"
            say(f"The mirror's list expired on {valid_until:%Y-%m-%d}; taken, as {why}.")
        chosen = apt.choose()
        say(f"Fetching {len(chosen)} packages (about 100 MB) …")
        manifest = apt.download(chosen)
        say("Unpacking …")
        tree = engine / f"tree-{clock.now():%Y%m%d%H%M%S}"
        apt.unpack(tree)
        _finish(tree)
        version = _ask_version(tree / "asterisk")
        if not version:
            shutil.rmtree(tree)
            raise EngineError("The unpacked engine does not start on this machine.")
        _write(engine / "manifest.sha256", "".join(f"{d}  {n}\n" for n, d in manifest.items()))
        stamp = {
            "version": version,
            "tree": tree.name,
            "packages": packages.WANTED,
            "unpacked_at": clock.now().isoformat(),
            "expired": expired,
        }
        # Kept until the new one has come up.
        used = _stamp(engine)
        if used is not None:
            stamp["before"] = used.get("before") or used
        _write(engine / _STAMP, json.dumps(stamp, indent=1) + "\n")
        _forget(engine, stamp)
        say(f"Asterisk {version} is in {tree}.")
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _finish(tree: Path) -> None:
    """The wrappers, and the name under which the engine looks for English sounds."""
    _wrap(tree, "asterisk", "usr/sbin/asterisk", "OPENSSL_MODULES=$libraries/ossl-modules")
    _wrap(tree, "espeak-ng", "usr/bin/espeak-ng", "ESPEAK_DATA_PATH=$libraries")
    sounds = tree / "usr/share/asterisk/sounds"
    english = sorted(sounds.glob("en_US*"))
    if english and not (sounds / "en").exists():
        (sounds / "en").symlink_to(english[0].name)


def _wrap(tree: Path, name: str, program: str, variable: str) -> None:
    libraries = tree / "usr/lib" / packages.triplet()
    loader = next(libraries.glob("ld-linux-*.so.*")).name
    wrapper = tree / name
    wrapper.write_text(
        f"""#!/bin/sh
# The tree's own loader and libraries: the host's may be older than what these programs need.
tree=$(cd "$(dirname "$0")" && pwd)
libraries="$tree/usr/lib/{packages.triplet()}"
export "{variable}"
# Without this, memory grows with every thread that ever took a call.
export MALLOC_ARENA_MAX=2
where="$libraries:$libraries/pulseaudio"
exec "$libraries/{loader}" --library-path "$where" "$tree/{program}" "$@"
"""
    )
    wrapper.chmod(0o755)


def _forget(engine: Path, stamp: dict[str, Any]) -> None:
    """Remove all other trees, except what a running engine still has open."""
    kept = {stamp["tree"], (stamp.get("before") or stamp)["tree"]}
    for tree in engine.glob("tree-*"):
        if tree.name not in kept and not any(str(tree) in line for line in _open_files()):
            shutil.rmtree(tree, ignore_errors=True)


def _open_files() -> Iterator[str]:
    for maps in Path("/proc").glob("[0-9]*/maps"):
        with contextlib.suppress(OSError):
            yield maps.read_text()


def _ask_version(program: Path) -> str:
    """As `22.10.1`; empty when it does not start."""
    try:
        made = subprocess.run(  # noqa: S603
            [program, "-V"], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = _VERSION.match(made.stdout)
    return f"{found[1]}.{found[2]}" if found else ""


def _write(path: Path, text: str) -> None:
    """In one step: a reader sees the old or the new."""
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(text)
    draft.replace(path)


@contextlib.contextmanager
def _alone(engine: Path) -> Iterator[None]:
    """One process unpacks, others wait for it."""
    engine.mkdir(mode=0o755, parents=True, exist_ok=True)
    with (engine / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
