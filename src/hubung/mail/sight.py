"""What the mail daemons see of the database: these views, and nothing else.

A row is there only while it is in force, so a daemon never decides: it looks up. Posts, units and
groups are followed at the moment of the look-up, from the directory as it is on that day.

Each view is a list of branches that can all be asked for one address by an index; a join inside of
a nested view could not. They are not made by a migration but after all of them, and taken away
before: no table that a view stands on could be changed else, by this app or by the directory's.

Nobody who may read them can read the tables: a view reads with its owner's rights.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

#: What each database says in its own way: the day in the ministry, the moment in UTC.
_OWN_WORDS = {
    "sqlite": {
        "{today}": "date('now', '+7 hours')",
        "{now}": "strftime('%Y-%m-%d %H:%M:%f', 'now')",
        "{expires}": "CAST(strftime('%s', t.expires_at) AS INTEGER)",
        "{newline}": "char(10)",
    },
    "postgresql": {
        "{today}": "(now() AT TIME ZONE 'Asia/Jakarta')::date",
        "{now}": "now()",
        "{expires}": "CAST(floor(EXTRACT(EPOCH FROM t.expires_at)) AS bigint)",
        "{newline}": "chr(10)",
    },
}


def _takes_mail(account: str) -> str:
    return f"""{account}.state <> 'closed' AND {account}.opens_on <= {{today}}
 AND ({account}.closes_on IS NULL OR {account}.closes_on > {{today}})"""


def _awake(account: str) -> str:
    """Signs in and sends: never a shared mailbox, nor somebody whose account is switched off."""
    return f"""{account}.state = 'active' AND {account}.opens_on <= {{today}}
 AND ({account}.closes_on IS NULL OR {account}.closes_on > {{today}})
 AND EXISTS (SELECT 1 FROM directory_person who
 WHERE who.id = {account}.person_id AND who.is_active)"""


# Fragments: `a` is an address, `acc` an account, `h` a holding or a grant, `g` a group.
_TAKES_MAIL, _AWAKE = _takes_mail("acc"), _awake("acc")
_IN_FORCE = "h.valid_from <= {today} AND (h.valid_to IS NULL OR h.valid_to > {today})"
_OWN = "FROM mail_address a JOIN mail_account acc ON acc.id = a.account_id"
_POST = f"""FROM mail_address a
 JOIN directory_holding h ON h.post_id = a.post_id AND {_IN_FORCE}
 JOIN mail_account acc ON acc.person_id = h.person_id"""
_HEAD = f"""FROM mail_address a
 JOIN directory_post p ON p.unit_id = a.unit_id AND p.heads_unit
 JOIN directory_holding h ON h.post_id = p.id AND {_IN_FORCE}
 JOIN mail_account acc ON acc.person_id = h.person_id"""
_STAND_IN = "FROM mail_address a JOIN mail_account acc ON acc.id = a.fallback_id"
_VACANT = f"""NOT EXISTS (SELECT 1 FROM directory_post p
 JOIN directory_holding h ON h.post_id = p.id AND {_IN_FORCE}
 JOIN mail_account holder ON holder.person_id = h.person_id AND {_takes_mail("holder")}
 WHERE p.id = a.post_id OR (p.unit_id = a.unit_id AND p.heads_unit))"""
_GROUP = "FROM mail_address a JOIN mail_group g ON g.id = a.group_id"
_STAFF = """JOIN directory_person m ON m.unit_id = below.id
 JOIN mail_account acc ON acc.person_id = m.id"""
#: Ways to belong to a group, each with its members as `acc`.
_MEMBERS = (
    f"""{_GROUP} AND g.rule IN ('unit', 'subtree')
 JOIN directory_unit top ON top.id = g.unit_id
 JOIN directory_unit below
 ON below.id = top.id OR (g.rule = 'subtree' AND below.path LIKE top.path || '%')
 {_STAFF}""",
    f"""{_GROUP} AND g.rule = 'sector'
 JOIN directory_unit below ON below.sector = g.sector
 {_STAFF}""",
    f"""{_GROUP} AND g.rule = 'role'
 JOIN directory_grant h ON h.role = g.role AND {_IN_FORCE}
 JOIN mail_account acc ON acc.person_id = h.person_id""",
    f"""{_GROUP} AND g.rule = 'chosen'
 JOIN mail_groupmember m ON m.group_id = g.id
 JOIN mail_account acc ON acc.id = m.account_id""",
)
_FORWARDED = """FROM mail_account acc
 JOIN mail_forward f ON f.account_id = acc.id AND (f.ends_on IS NULL OR f.ends_on > {today})"""


def _union(*branches: str) -> str:
    return "\nUNION ALL\n".join(branches)


VIEWS = {
    "mail_domain_view": "SELECT name AS domain FROM mail_domain",
    "mail_mailbox_view": f"""SELECT acc.login AS address, acc.home, acc.quota_bytes, acc.login
 FROM mail_account acc WHERE {_TAKES_MAIL}""",
    "mail_alias_view": _union(
        f"SELECT a.address, acc.login AS target {_OWN} WHERE a.address <> acc.login"
        f" AND {_TAKES_MAIL}",
        f"SELECT a.address, acc.login {_POST} WHERE {_TAKES_MAIL}",
        f"SELECT a.address, acc.login {_HEAD} WHERE {_TAKES_MAIL}",
        f"SELECT a.address, acc.login {_STAND_IN} WHERE {_TAKES_MAIL} AND {_VACANT}",
        *(f"SELECT a.address, acc.login {members} WHERE {_TAKES_MAIL}" for members in _MEMBERS),
        f"""SELECT a.address, m.outside {_GROUP} AND g.rule = 'chosen'
 JOIN mail_groupmember m ON m.group_id = g.id WHERE m.outside <> ''""",
        f"SELECT acc.login, f.target {_FORWARDED}",
        f"SELECT acc.login, acc.login {_FORWARDED} WHERE f.keep_copy AND {_TAKES_MAIL}",
    ),
    "mail_sender_view": _union(
        f"SELECT a.address, acc.login {_OWN} WHERE {_AWAKE}",
        f"SELECT a.address, acc.login {_POST} WHERE {_AWAKE}",
        f"SELECT a.address, acc.login {_HEAD} WHERE {_AWAKE}",
        f"""SELECT a.address, acc.login FROM mail_address a
 JOIN mail_account box ON box.id = a.account_id
 JOIN mail_sharedright r ON r.mailbox_id = box.id AND r.may_send
 JOIN mail_account acc ON acc.person_id = r.person_id
 WHERE {_takes_mail("box")} AND {_AWAKE}""",
    ),
    "mail_login_view": f"""SELECT acc.login, acc.home, acc.quota_bytes, '' AS password
 FROM mail_account acc WHERE {_AWAKE}""",
    "mail_app_password_view": f"""SELECT acc.login, s.secret_sha256, s.id AS device_id
 FROM mail_apppassword s JOIN mail_account acc ON acc.id = s.account_id
 WHERE s.revoked_at IS NULL AND {_AWAKE}""",
    # allauth keeps a token as the SHA-256 of its letters, and its scopes one a line. What a session
    # gave out goes with it (`directory.accounts.provider`), so that nothing is asked of it here.
    "mail_token_view": f"""SELECT acc.login, t.hash AS token_sha256, {{expires}} AS expires
 FROM allauth_idp_oidc_token t JOIN mail_account acc ON acc.person_id = t.user_id
 WHERE t.type = 'at' AND t.expires_at > {{now}}
 AND {{newline}} || t.scopes || {{newline}} LIKE '%' || {{newline}} || 'mail' || {{newline}} || '%'
 AND {_AWAKE}""",
    "mail_transport_view": "SELECT address, transport FROM mail_transport",
    # The first branch says that not everybody may write: nobody signs in with an empty name.
    "mail_writer_view": _union(
        f"SELECT a.address, '' AS login {_GROUP} WHERE g.writers <> 'anybody'",
        f"""SELECT a.address, acc.login {_GROUP} AND g.writers = 'ministry'
 CROSS JOIN mail_account acc WHERE {_AWAKE}""",
        *(
            f"SELECT a.address, acc.login {members} WHERE g.writers = 'members' AND {_AWAKE}"
            for members in _MEMBERS
        ),
        f"""SELECT a.address, acc.login {_GROUP} AND g.writers = 'chosen'
 JOIN mail_groupwriter w ON w.group_id = g.id
 JOIN mail_account acc ON acc.id = w.account_id WHERE {_AWAKE}""",
    ),
    # Who works with which shared mailbox: further folders of one's own, for IMAP.
    "mail_shared_view": f"""SELECT acc.login, box.login AS mailbox, box.home, r.may_send
 FROM mail_sharedright r
 JOIN mail_account box ON box.id = r.mailbox_id
 JOIN mail_account acc ON acc.person_id = r.person_id
 WHERE {_takes_mail("box")} AND {_AWAKE}""",
}
#: Whom the views were open to before they were closed, by database.
_readers: dict[str, list[str]] = {}


def definition(name: str, vendor: str) -> str:
    """The SELECT of a view."""
    sql = VIEWS[name]
    for word, own in _OWN_WORDS[vendor].items():
        sql = sql.replace(word, own)
    return sql


def close(*, using: str, plan: list[Any], **_signal: object) -> None:
    """Before migrations: away with the views. Until they are back, daemons put mail off."""
    if plan:
        connection = connections[using]
        _readers[using] = readers(connection)
        remove(connection)


def open_again(*, using: str, **_signal: object) -> None:
    """After migrations: the views of this version, for those who could see them."""
    connection = connections[using]
    install(connection)
    for role in _readers.pop(using, []):
        grant(connection, role)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the views, where they are not there as this version has them."""
    with connection.cursor() as cursor:
        there = _there(connection)
        for name in VIEWS:
            sql = definition(name, connection.vendor)
            mark = hashlib.sha256(sql.encode()).hexdigest()
            if there.get(name) in (sql, mark):
                continue
            cursor.execute(f"DROP VIEW IF EXISTS {name}")
            cursor.execute(f"CREATE VIEW {name} AS {sql}")
            if connection.vendor == "postgresql":
                cursor.execute(f"COMMENT ON VIEW {name} IS '{mark}'")


def remove(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for name in VIEWS:
            cursor.execute(f"DROP VIEW IF EXISTS {name}")


def readers(connection: BaseDatabaseWrapper) -> list[str]:
    """Roles of PostgreSQL that may read the views, beside their owner; none on SQLite."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT grantee FROM information_schema.role_table_grants"
            " WHERE table_name = ANY(%s) AND privilege_type = 'SELECT' AND grantee <> grantor",
            [list(VIEWS)],
        )
        return [role for (role,) in cursor.fetchall()]


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """Let a role of PostgreSQL read the views and write down uses, and do nothing else."""
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT ON {', '.join(VIEWS)} TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE ON mail_use TO {name}")


def _there(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The views that are there: their SELECT on SQLite, its digest on PostgreSQL."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'")
            return {name: sql.partition(" AS ")[2] for name, sql in cursor.fetchall()}
        cursor.execute(
            "SELECT relname, coalesce(obj_description(oid, 'pg_class'), '') FROM pg_class"
            " WHERE relkind = 'v' AND relname = ANY(%s) AND pg_table_is_visible(oid)",
            [list(VIEWS)],
        )
        return dict(cursor.fetchall())
