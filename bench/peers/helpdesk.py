"""django-helpdesk: its own mail processing, ticket list and search, in a project of its own.

Runs under its own interpreter, on the same databases. It gets the same SQLite settings as this
program (write-ahead log, full synchronisation), which are faster than Django's own. Its notices are
rendered and dropped.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import samples
from bench.measure import Stopwatch, percentile

WARM_UP = 20


def database(folder: Path, url: str) -> dict[str, Any]:
    """Django's settings for PostgreSQL at `url`, or for a file in `folder` when that is empty."""
    if url:
        from psycopg.conninfo import conninfo_to_dict

        said = conninfo_to_dict(url)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": said["dbname"],
            "USER": said["user"],
            "HOST": said["host"],
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "helpdesk.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-32000;"
                "PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def configure(folder: Path, url: str = "") -> None:
    """A minimal project around the application, as its documentation asks for."""
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY="benchmark",  # noqa: S106 - of a throw-away project
        ALLOWED_HOSTS=["testserver"],
        ROOT_URLCONF="bench.peers.helpdesk_urls",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.sites",
            "django.contrib.messages",
            "django.contrib.humanize",
            "django.contrib.staticfiles",
            "django.contrib.admin",
            "rest_framework",
            "helpdesk",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        DATABASES={"default": database(folder, url)},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        MEDIA_ROOT=folder / "media",
        STATIC_URL="/static/",
        SITE_ID=1,
        USE_TZ=True,
        HELPDESK_TEAMS_MODE_ENABLED=False,
        HELPDESK_ACTIVATE_API_ENDPOINT=True,
        HELPDESK_VALID_EXTENSIONS=[".txt", ".pdf", ".eml", ".html"],
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def queue() -> Any:
    from helpdesk.models import Queue

    return Queue.objects.create(
        title="Kontak 151",
        slug="k151",
        allow_email_submission=True,
        new_ticket_cc="",
        email_address=samples.CASE_ADDRESS,
    )


def intake(count: int, *, attachment: bool) -> dict[str, Any]:
    """Mails given to its own function one after the other; each becomes a ticket."""
    from helpdesk.email import extract_email_metadata
    from helpdesk.models import FollowUpAttachment, Ticket

    desk = queue()
    log = logging.getLogger("helpdesk")
    log.setLevel(logging.ERROR)
    mails = [m.decode() for m in samples.mails(count + WARM_UP, attachment=attachment)]
    for mail in mails[:WARM_UP]:
        extract_email_metadata(mail, desk, log)
    with Stopwatch() as watch:
        for mail in mails[WARM_UP:]:
            extract_email_metadata(mail, desk, log)
    return {
        "made": Ticket.objects.count() - WARM_UP,
        "attachments": FollowUpAttachment.objects.count(),
        "seconds": watch.seconds,
        "cpu_seconds": watch.cpu_seconds,
    }


def desk(tickets: int, repeats: int) -> dict[str, Any]:
    """Its ticket list (the page and the data that the page asks for) and its search."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.utils import timezone
    from helpdesk.models import Ticket
    from helpdesk.query import query_to_base64

    home = queue()
    dice = random.Random(151)
    now = timezone.now()
    rows = (
        Ticket(
            title=" ".join(samples.words(dice, 6)),
            description=" ".join(samples.words(dice, 60)),
            queue=home,
            submitter_email=f"warga{number}@contoh.example",
            created=now,
            modified=now,
            status=1 if dice.random() < 0.02 else 4,
        )
        for number in range(tickets)
    )
    Ticket.objects.bulk_create(rows, batch_size=500)
    client = Client()
    client.force_login(
        get_user_model().objects.create_superuser("petugas", "petugas@dephub.go.id", "x")
    )

    def data(search: str) -> Callable[[], Any]:
        query = {"filtering": {"status__in": [1, 2]}, "sorting": "created", "search_string": search}
        if search:
            del query["filtering"]
        form = {"draw": 1, "start": 0, "length": 25, "order[0][column]": 0, "order[0][dir]": "desc"}
        url = f"/datatables_ticket_list/{query_to_base64(query)}"
        return lambda: client.get(url, form)

    pages: dict[str, Callable[[], Any]] = {
        "list_page": lambda: client.get("/tickets/"),
        "list_data": data(""),
        "search": data(samples.vocabulary()[3000]),
    }
    return {name: _times(page, repeats) for name, page in pages.items()}


def _times(page: Callable[[], Any], repeats: int) -> dict[str, float]:
    taken = []
    for _ in range(repeats + 1):
        with Stopwatch() as watch:
            response = page()
        if response.status_code != 200:
            raise RuntimeError(f"answered {response.status_code}")
        taken.append(watch.seconds * 1000)
    return {"p50": percentile(taken[1:], 0.5), "p95": percentile(taken[1:], 0.95)}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("what", choices=["intake", "desk"])
    options.add_argument("folder", type=Path)
    options.add_argument("count", type=int)
    options.add_argument("--attachment", action="store_true")
    options.add_argument("--repeats", type=int, default=10)
    options.add_argument("--database-url", default="")
    chosen = options.parse_args()
    shutil.rmtree(chosen.folder, ignore_errors=True)
    chosen.folder.mkdir(parents=True)
    configure(chosen.folder, chosen.database_url)
    if chosen.what == "intake":
        result = intake(chosen.count, attachment=chosen.attachment)
    else:
        result = desk(chosen.count, chosen.repeats)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
