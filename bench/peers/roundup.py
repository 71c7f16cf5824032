"""roundup: its own mail gateway over a tracker made from its classic template.

Runs under its own interpreter. Notices go to a file instead of a mail server, by its own setting.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from bench import samples
from bench.measure import Stopwatch

WARM_UP = 20


def tracker(folder: Path, backend: str) -> Any:
    """An initialised tracker that lets anybody report by mail."""
    from roundup import init, instance
    from roundup.password import Password

    home = folder / "tracker"
    settings = {
        "RDBMS_BACKEND": backend,
        "TRACKER_WEB": "http://localhost/tracker/",
        "ADMIN_EMAIL": "admin@dephub.go.id",
        "TRACKER_EMAIL": samples.CASE_ADDRESS,
        "MAIL_DOMAIN": "dephub.go.id",
        "MAIL_HOST": "localhost",
        "MAIL_DEBUG": str(folder / "notices.mbox"),
        "MAILGW_SUBJECT_PREFIX_PARSING": "none",
        # Every sender gets an account; its password would cost ten times the mail itself.
        "PASSWORD_PBKDF2_DEFAULT_ROUNDS": "1000",
    }
    template = Path(sys.prefix) / "share" / "roundup" / "templates" / "classic"
    init.install(str(home), str(template), settings=settings)
    with (home / "schema.py").open("a") as schema:
        schema.write("\ndb.security.addPermissionToRole('Anonymous', 'Email Access')\n")
    made = instance.open(str(home))
    made.init(Password("benchmark", config=made.config))
    return made


def intake(folder: Path, count: int, *, attachment: bool, backend: str) -> dict[str, Any]:
    """Mails given to its gateway one after the other; each becomes an issue."""
    from roundup.anypy.email_ import message_from_bytes
    from roundup.mailgw import MailGW, RoundupMessage

    home = tracker(folder, backend)
    gateway = MailGW(home, argparse.Namespace(default_class="", set_value=[]))
    gateway.trapExceptions = 0  # a mail that fails must fail the benchmark
    mails = list(samples.mails(count + WARM_UP, attachment=attachment))
    for mail in mails[:WARM_UP]:
        gateway.handle_Message(message_from_bytes(mail, RoundupMessage))
    with Stopwatch() as watch:
        for mail in mails[WARM_UP:]:
            gateway.handle_Message(message_from_bytes(mail, RoundupMessage))
    database = home.open("admin")
    made, files = len(database.issue.list()), len(database.file.list())
    database.close()
    return {
        "made": made - WARM_UP,
        "attachments": files,
        "seconds": watch.seconds,
        "cpu_seconds": watch.cpu_seconds,
    }


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("what", choices=["intake"])
    options.add_argument("folder", type=Path)
    options.add_argument("count", type=int)
    options.add_argument("--attachment", action="store_true")
    options.add_argument("--backend", choices=["sqlite", "anydbm"], default="sqlite")
    chosen = options.parse_args()
    shutil.rmtree(chosen.folder, ignore_errors=True)
    chosen.folder.mkdir(parents=True)
    result = intake(
        chosen.folder, chosen.count, attachment=chosen.attachment, backend=chosen.backend
    )
    print(json.dumps(result))


if __name__ == "__main__":
    main()
