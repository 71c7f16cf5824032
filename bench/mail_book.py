"""Somebody's mail program that looks up whom to write to: one search after the other, over LDAP."""

from __future__ import annotations

import argparse
import json
import subprocess
from pathlib import Path

from bench.measure import Stopwatch

TOP = "o=hubung"
#: As the webmail asks while somebody writes; by what was written.
FILTER = "(&(mail=*)(|(cn=*%s*)(sn=*%s*)(givenName=*%s*)(mail=*%s*)))"
KINDS = {
    "one letter": "abdhkrst",
    "two letters": ("sa", "ri", "wu", "di", "ar", "la", "ma", "ta"),
    "a name": ("sekar", "damar", "bima", "wulan", "ratih", "laksmi", "tirta", "arum"),
    "nobody": ("xyzzy", "qqq", "zzzz", "wxyz"),
}


def ask(port: int, login: str, secret: str, words: list[str]) -> float:
    """Wall seconds of all of them over one connection. Raises CalledProcessError."""
    text = FILTER.replace("%s", "{word}")
    asked = "\n".join(text.format(word=word) for word in words)
    command = ["ldapsearch", "-x", "-H", f"ldap://127.0.0.1:{port}", "-LLL", "-c", "-b", TOP]
    command += ["-D", f"mail={login},ou=people,{TOP}", "-w", secret, "-f", "/dev/stdin", "%s"]
    with Stopwatch() as watch:
        made = subprocess.run(command, input=asked, capture_output=True, text=True, check=False)
    # 4: there are more than an answer holds.
    if made.returncode not in (0, 4):
        raise subprocess.CalledProcessError(made.returncode, command, made.stdout, made.stderr)
    return watch.seconds


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("port", type=int)
    options.add_argument("keys", type=Path)
    options.add_argument("--repeats", type=int, default=5)
    chosen = options.parse_args()
    login, secret = chosen.keys.read_text().split()[:2]
    ask(chosen.port, login, secret, ["sekar", "sa"])
    found = {}
    for kind, words in KINDS.items():
        asked = list(words) * chosen.repeats
        found[kind] = ask(chosen.port, login, secret, asked) / len(asked) * 1000
    print(json.dumps(found))


if __name__ == "__main__":
    main()
