"""From a staff file to mail programs that are signed in: everybody's account, and of a sample all
that it takes until IMAP says yes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import django

from bench import mail_sign_ins
from bench.mail_import import provision_once
from bench.measure import Stopwatch
from bench.staff_import import import_once


def activate(count: int) -> list[tuple[str, str]]:
    """Accounts spread over the ministry, each opened by its person, with an app password."""
    from hubung.mail import services
    from hubung.mail.models import Account, AccountState

    waiting = Account.objects.filter(state=AccountState.WAITING, person__is_active=True)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    chosen = keys[:: max(1, len(keys) // count)][:count]
    made = []
    for account in Account.objects.filter(pk__in=chosen).select_related("person"):
        if account.person is not None:
            services.activate(person=account.person)
            _device, secret = services.make_app_password(account=account, name="Surel")
            made.append((account.login, secret))
    return made


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("file", type=Path)
    options.add_argument("port", type=int)
    options.add_argument("keys", type=Path)
    options.add_argument("sample", type=int)
    chosen = options.parse_args()
    django.setup()
    with Stopwatch() as whole:
        staff = import_once(chosen.file.read_bytes())
        accounts = provision_once()
        with Stopwatch() as opening:
            keys = activate(chosen.sample)
        seconds, _each = mail_sign_ins.sign_in_all(chosen.port, keys, 8)
    chosen.keys.write_text("".join(f"{login} {secret}\n" for login, secret in keys))
    print(
        json.dumps(
            {
                "accounts": accounts["accounts"],
                "directory": staff["seconds"],
                "opening": accounts["seconds"],
                "activating": opening.seconds,
                "signing_in": seconds,
                "sample": len(keys),
                "together": whole.seconds,
            }
        )
    )


if __name__ == "__main__":
    main()
