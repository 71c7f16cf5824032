"""Gives the running daemons static files instead of our views, or the views back.

The files are what an administrator without a database would keep: Postfix's hashed tables and
Dovecot's list of accounts, of the same people, addresses and groups.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import django


def give(static: bool) -> None:
    from hubung.mail.daemons import configuration, place, running

    here = place.here()
    main, dovecot = here.etc / "postfix" / "main.cf", here.etc / "dovecot" / "dovecot.conf"
    if static:
        _write_tables(here.etc / "static")
        main.write_text(_with_tables(main.read_text(), here.etc / "static"))
        dovecot.write_text(_with_list(dovecot.read_text(), here.etc / "static"))
    else:
        configuration.write(here)
    # A kind of table is changed for whole processes; their keeper starts them anew.
    for name in ("postfix", "dovecot"):
        daemon = next(one for one in running.daemons(here) if one.name == name)
        before = running.pid(here, daemon)
        os.kill(before, signal.SIGTERM)
        deadline = time.monotonic() + 60
        while running.pid(here, daemon) in (None, before) or not daemon.is_ready():
            if time.monotonic() > deadline:
                raise RuntimeError(f"{name} does not come back")
            time.sleep(0.1)


def _write_tables(folder: Path) -> None:
    from django.db import connection

    from hubung.mail.daemons.accounts import BOXES, account
    from hubung.mail.daemons.place import here

    folder.mkdir(exist_ok=True)
    queries = {
        "mailboxes": "SELECT address, address FROM mail_mailbox_view",
        "aliases": "SELECT address, target FROM mail_alias_view",
        "transports": "SELECT address, transport FROM mail_transport_view",
        "senders": "SELECT address, login FROM mail_sender_view",
        "writers": "SELECT DISTINCT address, 'restricted_writers' FROM mail_writer_view",
    }
    with connection.cursor() as cursor:
        for name, query in queries.items():
            found: dict[str, set[str]] = {}
            cursor.execute(query)
            for key, value in cursor.fetchall():
                found.setdefault(key, set()).add(value)
            lines = (f"{key} {', '.join(sorted(values))}\n" for key, values in found.items())
            (folder / name).write_text("".join(lines))
            subprocess.run(["/usr/sbin/postmap", f"hash:{folder / name}"], check=True)
        cursor.execute("SELECT login, home, quota_bytes FROM mail_mailbox_view")
        owner, boxes = account(BOXES), here().boxes
        (folder / "accounts").write_text(
            "".join(
                f"{login}::{owner.uid}:{owner.gid}::{boxes}/{home}::"
                f"userdb_quota_rule=*:bytes={quota}\n"
                for login, home, quota in cursor.fetchall()
            )
        )


def _with_tables(text: str, folder: Path) -> str:
    from hubung.mail.daemons import place
    from hubung.mail.daemons.postfix import maps

    here = place.here()
    # What is asked first of a database is no question to a file.
    text = text.replace(f"{maps.table(here.source, here.etc, 'itself')} ", "")
    for name in maps.QUESTIONS:
        text = text.replace(maps.table(here.source, here.etc, name), f"hash:{folder / name}")
    return text


def _with_list(text: str, folder: Path) -> str:
    """Instead of the query for mailboxes; nobody signs in meanwhile."""
    start = text.index("userdb {")
    end = text.index("}\n", start) + 2
    ours = f"userdb {{\n  driver = passwd-file\n  args = {folder}/accounts\n}}\n"
    return text[:start] + ours + text[end:]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("kind", choices=("files", "views"))
    chosen = options.parse_args()
    django.setup()
    give(chosen.kind == "files")
    print(json.dumps({"gives": chosen.kind}))


if __name__ == "__main__":
    main()
