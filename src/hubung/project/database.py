"""How the program reaches its database, and what it says when it can't."""

from __future__ import annotations

from typing import Any

from hubung.project.conf import PlainError, Settings

#: Of each process. A request that gets no connection in this time tells so, instead of hanging.
POOL = {"min_size": 1, "max_size": 16, "timeout": 5}
#: How long a statement waits for what others hold, before whoever sent it is told to try again.
LOCK_SECONDS = 20


class DatabaseAwayError(PlainError):
    """PostgreSQL does not answer."""


def reach(settings: Settings) -> None:
    """Raises DatabaseAwayError, with the server's reason, unless a connection can be made.

    SQLite is always there, and what is wrong with its folder is told when it is opened.
    """
    if settings.database.url:
        import psycopg  # only where that is the database

        try:
            psycopg.connect(settings.database.url, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            reason = str(error).strip().splitlines()[-1].strip()
            raise DatabaseAwayError(f"The database doesn't answer: {reason}") from error


def entry(settings: Settings) -> dict[str, Any]:
    """Django's DATABASES entry for the configured address."""
    url = settings.database.url
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": settings.home / "hubung.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": LOCK_SECONDS,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                    "PRAGMA cache_size=-32000;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    import psycopg  # only where that is the database

    parts = psycopg.conninfo.conninfo_to_dict(url)
    # First, so that options of the address win.
    options = f"-c lock_timeout={LOCK_SECONDS}s {parts.pop('options', '')}"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "hubung"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": {**parts, "options": options, "pool": POOL},
    }
