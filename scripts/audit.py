"""The audit of the dependencies, a step of `./test`. Standard library only; run it by `.venv`.

Always, without a network: every locked package has hashes and is installed in that version; its
licence is allowed; vendored files are what `vendor.toml` says. What is wrong of these fails.

Known vulnerabilities come from outside, so they are asked for only where HUBUNG_ADVISORIES names a
source: the address of a query in batches as OSV defines it (POST, https://google.github.io/osv.dev).
One that is found fails, unless `audit.toml` says why it does not concern us. Where nobody was
asked the audit says so, and ends with `NOT_ASKED`: not a failure, and never a tick.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import tomllib
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE = "HUBUNG_ADVISORIES"
#: Exit code: everything that could be looked at is well, but nobody was asked for advisories.
NOT_ASKED = 3
_TIMEOUT_SECONDS = 30
_CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


class UnansweredError(Exception):
    """The source of advisories could not be asked; `str()` says why."""


def locked(name: str, root: Path = ROOT) -> dict[str, tuple[str, list[str]]]:
    """Of a lock file: each package with its version and its hashes."""
    entries = re.split(r"^(?=\S+==)", (root / name).read_text(), flags=re.MULTILINE)[1:]
    found = {}
    for entry in entries:
        package, version = re.match(r"(\S+)==(\S+)", entry).groups()  # type: ignore[union-attr]
        found[package] = (version, re.findall(r"--hash=sha256:([0-9a-f]{64})\b", entry))
    return found


def unlocked(packages: Mapping[str, tuple[str, list[str]]]) -> Iterator[str]:
    """Packages without a hash, or installed in another version."""
    for name, (version, hashes) in packages.items():
        if not hashes:
            yield f"{name} {version} is locked without a hash."
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield f"{name} {version} is locked and not installed."
            continue
        if installed != version:
            yield f"{name} is installed as {installed} and locked as {version}."


def licence(described: metadata.PackageMetadata) -> str:
    """The SPDX expression of a package as its description gives it; empty when it gives none."""
    if expression := described.get("License-Expression"):
        return str(expression)
    classes = [
        each.rpartition(" :: ")[2]
        for each in described.get_all("Classifier") or []
        if each.startswith("License :: ") and not each.endswith("OSI Approved")
    ]
    if classes:
        # Several classes are a choice or parts of the package: each must be allowed.
        return " AND ".join(_CLASSIFIERS.get(each, each) for each in classes)
    return str(described.get("License") or "").split("\n")[0]


def is_allowed(expression: str, allowed: set[str]) -> bool:
    """Whether an SPDX expression without brackets permits what we do."""
    choices = expression.split(" OR ")
    return any(all(part in allowed for part in choice.split(" AND ")) for choice in choices)


def unlicensed(packages: list[str], rules: Mapping[str, Any], *, ours: set[str]) -> Iterator[str]:
    """Packages whose licence is not allowed; `ours` are those that the program itself needs."""
    for name in packages:
        allowed = set(rules["allowed"]) | set([] if name in ours else rules["in_development"])
        expression = rules["read"].get(name) or licence(metadata.metadata(name))
        if not is_allowed(expression, allowed):
            yield f"{name}: its licence {expression!r} is not among those of scripts/audit.toml."


def altered(root: Path, allowed: set[str]) -> Iterator[str]:
    """Vendored files that are not what `vendor.toml` says, or under another licence."""
    for file in tomllib.loads((root / "vendor.toml").read_text())["file"]:
        if hashlib.sha256((root / file["path"]).read_bytes()).hexdigest() != file["sha256"]:
            yield f"{file['path']} is not the file of {file['name']} {file['version']}."
        if file["licence"] not in allowed:
            yield f"{file['path']}: its licence {file['licence']!r} is not allowed."


def ask(source: str, packages: Mapping[str, str]) -> dict[str, list[str]]:
    """Of each package and version the ids of its known vulnerabilities. Raises UnansweredError."""
    queries = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": version}
        for name, version in packages.items()
    ]
    if not source.startswith(("https://", "http://127.0.0.1:")):
        raise UnansweredError(f"{source} is not an https address.")
    request = urllib.request.Request(  # noqa: S310 - https, as was just made sure
        source,
        json.dumps({"queries": queries}).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310
            results = json.load(answer)["results"]
        if len(results) != len(queries):
            raise UnansweredError(f"{source} answered {len(results)} of {len(queries)} questions.")
        if any("next_page_token" in result for result in results):
            raise UnansweredError(f"{source} gave a part of its answer only.")
        return {
            name: [found["id"] for found in result.get("vulns", [])]
            for name, result in zip(packages, results, strict=True)
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnansweredError(f"{source}: {type(error).__name__}: {error}") from error


def vulnerable(
    found: Mapping[str, list[str]], excused: Mapping[str, str], today: date
) -> Iterator[str]:
    """The vulnerabilities that nobody has excused, or whose excuse is over."""
    for name, ids in found.items():
        for each in ids:
            until = re.search(r"\d{4}-\d{2}-\d{2}", excused.get(each, ""))
            if until is None or date.fromisoformat(until[0]) < today:
                yield f"{name} has the known vulnerability {each}."


def main() -> int:
    """Look at everything, say what is wrong; 1 if anything is, `NOT_ASKED` if nobody was asked."""
    rules = tomllib.loads((ROOT / "scripts/audit.toml").read_text())
    packages, ours = locked("requirements-dev.lock"), set(locked("requirements.lock"))
    wrong = [
        *unlocked(packages),
        *unlicensed(list(packages), rules["licences"], ours=ours),
        *altered(ROOT, set(rules["licences"]["allowed"])),
    ]
    source = os.environ.get(SOURCE, "")
    unasked = ""
    try:
        if not source:
            raise UnansweredError(f"{SOURCE} names no source.")
        found = ask(source, {name: version for name, (version, _hashes) in packages.items()})
        today = datetime.now(UTC).date()
        wrong += vulnerable(found, rules["advisories"], today)
    except UnansweredError as error:
        unasked = str(error)
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{len(packages)} packages: hashes, versions, licences, vendored files looked at.")
    if unasked:
        print(f"KNOWN VULNERABILITIES WERE NOT LOOKED FOR: {unasked}")
    else:
        print(f"Known vulnerabilities looked for at {source}.")
    if wrong:
        return 1
    return NOT_ASKED if unasked else 0


if __name__ == "__main__":
    sys.exit(main())
