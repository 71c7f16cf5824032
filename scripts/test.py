"""`./test`: sets up, then every check and every test on both databases. Standard library only."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import audit
import environment
from environment import BIN, DEV_LOCK, ROOT, SetupError, say

# What a Debian package brings, and how to see that it is there.
PACKAGES: dict[str, Callable[[], object]] = {
    "postgresql": lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    "chromium-headless-shell": lambda: (
        shutil.which("chromium-headless-shell") or shutil.which("chromium")
    ),
    # Telephones that others wrote, to call and to be called.
    "sip-tester": lambda: shutil.which("sipp"),
    "baresip-core": lambda: shutil.which("baresip"),
    # Somebody's mail program, asking the address book.
    "ldap-utils": lambda: shutil.which("ldapsearch"),
    # The web server in front, which an ordinary user's path may lack.
    "nginx": lambda: shutil.which("nginx") or Path("/usr/sbin/nginx").exists(),
    "gettext": lambda: shutil.which("msgfmt"),
}
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|deselected|xfailed|xpassed)\b")
FAILED = ("failed", "error", "errors")
#: How pytest ends where the arguments chose no test.
NO_TESTS = 5
PROGRESS = re.compile(r"(\S+) +\[ *(\d+)%\]$")
TELEPHONE = "tests/engine"
MAIL = "tests/mail"
#: For one test every other is read, the program loaded and an installation prepared.
FIRST = "tests/integration/project/test_migrations.py"


@dataclass
class Step:
    """One check or one run of the tests, and how it went."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    #: As of nice(1). What speaks and listens in real time goes before what only computes.
    niceness: int = 19
    code: int = 0
    seconds: float = 0.0
    said: list[str] = field(default_factory=list)
    #: Exit code that says: well as far as it could be looked at.
    in_part: int | None = None
    #: Begins when this one has ended.
    after: Step | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def failed(self) -> bool:
        return self.code not in (0, self.in_part)

    @property
    def mark(self) -> str:
        return "✗" if self.failed else "!" if self.code else "✓"

    @property
    def last_line(self) -> str:
        return next((line for line in reversed(self.said) if line), "")

    def run(self, processes: list[subprocess.Popen[str]]) -> None:
        """Run it; tells how far its tests are, and what it printed when it has ended."""
        started = time.monotonic()
        # Without its byte code every one of some hundred processes would compile the program anew.
        inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        with subprocess.Popen(  # noqa: S603
            ["nice", "-n", str(self.niceness), *self.command],  # noqa: S607
            cwd=ROOT,
            env={**inherited, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            processes.append(process)
            for line in process.stdout or ():
                if found := PROGRESS.search(line.rstrip()):
                    self.tell(*found.groups())
                else:
                    self.said.append(line.rstrip())
        self.code, self.seconds = process.returncode, time.monotonic() - started
        say("\n".join([f"\n── {self.name}", *self.said, ""]))

    def tell(self, dots: str, percent: str) -> None:
        bad = sum(map(dots.count, "FE"))
        say(f"{percent:>3} % of the {self.name}" + (f", {bad} failed" if bad else ""))


def main(arguments: list[str]) -> None:
    """Run everything; exit code 1 if anything is not as it should be."""
    started = time.monotonic()
    try:
        install_packages()
        environment.ensure(DEV_LOCK)
    except SetupError as error:
        sys.exit(str(error))
    with tempfile.TemporaryDirectory(prefix="hubung-run-") as folder:
        lanes = [checks(), *share(tests(arguments), folder)]
        run(lanes)
    steps = [step for lane in lanes for step in lane]
    say("── Summary")
    for step in steps:
        say(f"{step.mark} {step.name} ({step.seconds:.0f} s)")
        if step.mark == "!":
            say(f"  {step.last_line}")
    told = totals(steps, time.monotonic() - started)
    say(told)
    sys.exit(any(step.failed for step in steps) or " passed" not in told)


def run(lanes: list[list[Step]]) -> None:
    """Run the lanes side by side, in each one step after the other."""
    processes: list[subprocess.Popen[str]] = []
    stopped = threading.Event()

    def work(lane: list[Step]) -> None:
        for step in lane:
            if step.after:
                step.after.ended.wait()
            if not stopped.is_set():
                step.run(processes)
            step.ended.set()

    def stop(*_: object) -> None:
        stopped.set()
        for process in processes:
            process.terminate()
        sys.exit(1)

    signal.signal(signal.SIGTERM, stop)
    names = [step.name for lane in lanes for step in lane]
    say(f"Running side by side: {', '.join(names)} …")
    threads = [threading.Thread(target=work, args=(lane,)) for lane in lanes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def checks() -> list[Step]:
    """Style, types, layers and dependencies."""
    templates = sorted(map(str, (ROOT / "src").glob("**/templates/**/*.html")))
    return [
        Step("ruff check", [str(BIN / "ruff"), "check", "."]),
        Step("ruff format", [str(BIN / "ruff"), "format", "--check", "."]),
        Step("djhtml", [str(BIN / "djhtml"), "--check", *templates]),
        Step("mypy", [str(BIN / "mypy")]),
        Step("import-linter", [str(BIN / "lint-imports")]),
        Step(
            "dependency audit",
            [str(BIN / "python"), "scripts/audit.py"],
            in_part=audit.NOT_ASKED,
        ),
    ]


def tests(arguments: list[str]) -> list[list[Step]]:
    """The tests on each database, and calls through the telephone's engine.

    Some processes each keep two cores at work while others wait for a browser, or for a voice to
    end. SQLite's have twice as much to do. One test goes first, alone: the byte code and the
    installation that it leaves would otherwise be made by every process at the same moment.
    """
    paths = [name for name in arguments if (ROOT / name.split("::")[0]).exists()]
    calls = [name for name in paths if Path(name).is_relative_to(TELEPHONE)]
    letters = [name for name in paths if Path(name).is_relative_to(MAIL)]
    lanes = []
    first = None
    if not paths:
        first = pytest("first test", "-k", Path(FIRST).stem, processes=0)
        lanes.append([first])
    if not paths or [*calls, *letters] != paths:
        rest = [name for name in arguments if name not in (*calls, *letters)]
        ignored = [f"--ignore={TELEPHONE}", f"--ignore={MAIL}"]
        ignored += [f"--ignore={FIRST}"] if first else []
        lanes += [
            [pytest("tests on SQLite", *ignored, *rest, processes=3)],
            [pytest("tests on PostgreSQL", *ignored, *rest, HUBUNG_TEST_DATABASE="postgresql")],
        ]
    if letters or not paths:
        others = [name for name in arguments if name in letters or name not in paths]
        lanes.append(mail_system([*([] if letters else [MAIL]), *others]))
    if calls or not paths:
        others = [name for name in arguments if name in calls or name not in paths]
        step = pytest("tests of the telephone", *([] if calls else [TELEPHONE]), *others)
        step.niceness = 0
        unpack = [str(BIN / "python"), "-m", "tests.support.asterisk"]
        lanes.append([Step("telephone's engine", unpack), step])
    for lane in lanes:
        for step in lane:
            if step is not first and "HUBUNG_TEST_DATABASE" in step.environment:
                step.after = first
    return lanes


def share(lanes: list[list[Step]], folder: str) -> list[list[Step]]:
    """The runs on SQLite take one prepared installation from the folder; PostgreSQL's have own."""
    for lane in lanes:
        for step in lane:
            if step.environment.get("HUBUNG_TEST_DATABASE") == "sqlite":
                step.environment["HUBUNG_TEST_RUN"] = folder
    return lanes


def mail_system(arguments: list[str]) -> list[Step]:
    """Mail through the real daemons: one set of them at a time, on each database."""
    have = [str(BIN / "python"), "-m", "tests.support.mail_daemons"]
    named = "tests of the mail daemons on"
    return [
        Step("mail daemons", have),
        pytest(f"{named} SQLite", *arguments, processes=0),
        pytest(f"{named} PostgreSQL", *arguments, processes=0, HUBUNG_TEST_DATABASE="postgresql"),
    ]


def pytest(name: str, *arguments: str, processes: int = 2, **environment: str) -> Step:
    """A run on SQLite unless told otherwise; files stay together, for their browsers."""
    command = [
        str(BIN / "pytest"),
        "-n",
        str(processes),
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
    ]
    command += ["-o", f"cache_dir=.pytest_cache/{name.replace(' ', '-')}", *arguments]
    return Step(name, command, {"HUBUNG_TEST_DATABASE": "sqlite", **environment}, in_part=NO_TESTS)


def totals(steps: list[Step], seconds: float) -> str:
    """One line in pytest's words over all runs; a failed check counts as an error."""
    counts: Counter[str] = Counter()
    for step in steps:
        is_pytest = Path(step.command[0]).name == "pytest"
        found = COUNT.findall(step.last_line) if is_pytest else []
        for number, outcome in found:
            counts["errors" if outcome == "error" else outcome] += int(number)
        if step.failed and not any(outcome in FAILED for _, outcome in found):
            counts["errors"] += 1
    order = ("failed", "errors", "passed", "skipped", "deselected", "xfailed", "xpassed")
    told = ", ".join(f"{counts[name]} {name}" for name in order if counts[name])
    return f"{told or 'no tests ran'} in {seconds:.2f}s"


def install_packages() -> None:
    """Debian's packages that the tests run for real. Raises SetupError, naming the command."""
    missing = [name for name, is_there in PACKAGES.items() if not is_there()]
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetupError(f"The tests need more of Debian: sudo {' '.join(install)}")
    say(f"Installing {', '.join(missing)} …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], install):
        if subprocess.call(command, env=quiet) != 0:  # noqa: S603
            raise SetupError(f"`{' '.join(command)}` did not succeed; see above.")


if __name__ == "__main__":
    main(sys.argv[1:])
