"""How the daemons reach the database views that are their only sight of people and addresses.

On PostgreSQL they have a role of their own, which may read the views and note the last use. On
SQLite it is the program's file: Postfix opens it to read, as a group that may do no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

from hubung.mail import lookups, sight
from hubung.mail.daemons.errors import MailSystemError


@dataclass(frozen=True)
class Source:
    """A SQLite file, or the address of a PostgreSQL database."""

    file: Path | None = None
    url: str = ""

    @property
    def kind(self) -> str:
        """As Postfix and Dovecot call it."""
        return "sqlite" if self.file else "pgsql"

    def for_postfix(self) -> str:
        """The lines of a map's file that say where the database is."""
        if self.file:
            return f"dbpath = {self.file}\n"
        return f"hosts = {_uri(self.url)}\ndbname = {self._parts().get('dbname', 'hubung')}\n"

    def for_dovecot(self) -> str:
        """The value of its setting `connect`."""
        if self.file:
            return str(self.file)
        from psycopg.conninfo import make_conninfo  # only where that is the database

        return make_conninfo(**self._parts())

    def rows(self, view: str, *values: str) -> str:
        """What stands in a FROM for the rows of a view by the columns it is asked by."""
        return lookups.rows(view, "sqlite" if self.file else "postgresql", *values)

    @property
    def role(self) -> str:
        """Who the daemons are at PostgreSQL."""
        return str(self._parts().get("user", ""))

    def _parts(self) -> dict[str, str]:
        return _parts(self.url)


def here() -> Source:
    """The source of this installation."""
    if connection.vendor == "sqlite":
        return Source(file=Path(connection.settings_dict["NAME"]).resolve())
    return Source(url=settings.HUBUNG.mail_system.database_url or settings.HUBUNG.database.url)


def grant(source: Source) -> None:
    """Let the daemons' role read the views and note the last use. Raises MailSystemError.

    The program owns the views and may say who reads them; the role itself is made by whoever
    administers PostgreSQL: `CREATE ROLE hubung_mail LOGIN PASSWORD '…'`.
    """
    if source.file:
        return
    role = source.role
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        ours, schema = cursor.fetchone()
        if role in ("", ours):
            return
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            raise MailSystemError(
                f"PostgreSQL has no role {role!r}, which mail_system.database_url names: let its "
                f"administrator run CREATE ROLE {role} LOGIN PASSWORD '…'."
            )
        quoted = connection.ops.quote_name
        cursor.execute(f"GRANT USAGE ON SCHEMA {quoted(schema)} TO {quoted(role)}")
    sight.grant(connection, role)


def _uri(url: str) -> str:
    """As Postfix hands it on to libpq: without characters that its own syntax knows."""
    parts = _parts(url)
    name = quote(str(parts.pop("dbname", "hubung")), safe="")
    return f"postgresql:///{name}?{urlencode(parts, quote_via=quote, safe='/')}"


def _parts(url: str) -> dict[str, str]:
    from psycopg.conninfo import conninfo_to_dict  # only where that is the database

    return {key: str(value) for key, value in conninfo_to_dict(url).items()}
