"""`./test`: sets up, then every check and every test on both databases. Standard library only."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
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
    "gettext": lambda: shutil.which("msgfmt"),
}
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|deselected|xfailed|xpassed)\b")
FAILED = ("failed", "error", "errors")


@dataclass
class Step:
    """One check or one run of the tests, and how it went."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    code: int = 0
    seconds: float = 0.0
    last_line: str = ""
    #: Exit code that says: well as far as it could be looked at.
    in_part: int | None = None

    @property
    def failed(self) -> bool:
        return self.code not in (0, self.in_part)

    @property
    def mark(self) -> str:
        return "✗" if self.failed else "!" if self.code else "✓"

    def run(self) -> None:
        """Run it, showing what it prints."""
        say(f"\n── {self.name}")
        started = time.monotonic()
        with subprocess.Popen(  # noqa: S603
            self.command,
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                self.last_line = line.strip() or self.last_line
        self.code, self.seconds = process.returncode, time.monotonic() - started


def main(arguments: list[str]) -> None:
    """Run everything; exit code 1 if anything is not as it should be."""
    started = time.monotonic()
    try:
        install_packages()
        environment.ensure(DEV_LOCK)
    except SetupError as error:
        sys.exit(str(error))
    steps = checks() + tests(arguments)
    for step in steps:
        step.run()
    say("\n── Summary")
    for step in steps:
        say(f"{step.mark} {step.name} ({step.seconds:.0f} s)")
        if step.mark == "!":
            say(f"  {step.last_line}")
    say(totals(steps, time.monotonic() - started))
    sys.exit(any(step.failed for step in steps))


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


def tests(arguments: list[str]) -> list[Step]:
    """The tests on each database; files stay together, for their browsers.

    Three processes keep two cores at work while one of them waits for a browser.
    """
    pytest = [str(BIN / "pytest"), "-n", "3", "--dist", "loadfile"]
    pytest += ["--no-loadscope-reorder", *arguments]
    return [
        Step("tests on SQLite", pytest, {"HUBUNG_TEST_DATABASE": "sqlite"}),
        Step("tests on PostgreSQL", pytest, {"HUBUNG_TEST_DATABASE": "postgresql"}),
    ]


def totals(steps: list[Step], seconds: float) -> str:
    """One line in pytest's words over all runs; a failed check counts as an error."""
    counts: Counter[str] = Counter()
    for step in steps:
        found = COUNT.findall(step.last_line) if "pytest" in step.command[0] else []
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
