"""The views' SQL, for both databases from the same fragments.

SQLite plans a query in microseconds and gets each view as one union. PostgreSQL would plan such a
union anew for every look-up, for milliseconds; there, a function with plans that the connection
keeps finds what an address stands for, and the view asks it.

Every branch starts from one address by an index.

The daemons prepare no statement, and most of what PostgreSQL does for a look-up is to plan it. So
there they ask a view by a function again, which keeps the plan (`rows`).
"""

from __future__ import annotations

from collections.abc import Iterable

#: What each database says in its own way: the day in the ministry, the moment in UTC. A condition
#: reaches into a union only where its branches give the very same type, which PostgreSQL is told.
_OWN_WORDS = {
    "sqlite": {
        "{today}": "date('now', '+7 hours')",
        "{now}": "strftime('%Y-%m-%d %H:%M:%f', 'now')",
        "{expires}": "CAST(strftime('%s', t.expires_at) AS INTEGER)",
        "{newline}": "char(10)",
        "{text}": "",
        "{listed}": "group_concat",
    },
    "postgresql": {
        "{today}": "(now() AT TIME ZONE 'Asia/Jakarta')::date",
        "{now}": "now()",
        "{expires}": "CAST(floor(EXTRACT(EPOCH FROM t.expires_at)) AS bigint)",
        "{newline}": "chr(10)",
        "{text}": "::text",
        "{listed}": "string_agg",
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


def _of_group(condition: str) -> str:
    """Of an address that has a group. Joined, PostgreSQL would begin with all groups."""
    return f"(SELECT {condition} FROM mail_group g WHERE g.id = a.group_id)"


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
_IN_TIME = "(f.ends_on IS NULL OR f.ends_on > {today})"
_FORWARDED = f"""FROM mail_account acc
 JOIN mail_forward f ON f.account_id = acc.id AND {_IN_TIME}"""

#: Where mail to an address goes, and who may send as it, by what it stands for: (column to give,
#: FROM …, WHERE …).
_TARGETS = {
    "account": [("acc.login", _OWN, f"a.address <> acc.login AND {_TAKES_MAIL}")],
    "post": [
        ("acc.login", _POST, _TAKES_MAIL),
        ("acc.login", _STAND_IN, f"{_TAKES_MAIL} AND {_VACANT}"),
    ],
    "unit": [
        ("acc.login", _HEAD, _TAKES_MAIL),
        ("acc.login", _STAND_IN, f"{_TAKES_MAIL} AND {_VACANT}"),
    ],
    "group": [
        # Of a moderated one, the program sends on what may go.
        *(("acc.login", members, f"NOT g.moderated AND {_TAKES_MAIL}") for members in _MEMBERS),
        (
            "m.outside",
            f"{_GROUP} AND g.rule = 'chosen' JOIN mail_groupmember m ON m.group_id = g.id",
            "NOT g.moderated AND m.outside <> ''",
        ),
    ],
}
_SENDERS = {
    "account": [
        ("acc.login", _OWN, _AWAKE),
        (
            "acc.login",
            """FROM mail_address a
 JOIN mail_account box ON box.id = a.account_id
 JOIN mail_sharedright r ON r.mailbox_id = box.id AND r.may_send
 JOIN mail_account acc ON acc.person_id = r.person_id""",
            f"{_takes_mail('box')} AND {_AWAKE}",
        ),
    ],
    "post": [("acc.login", _POST, _AWAKE)],
    "unit": [("acc.login", _HEAD, _AWAKE)],
}
#: Of groups that not everybody in the ministry may write to. The first branch says so of each:
#: nobody signs in with an empty name, and without a row anybody might write.
_WRITERS = {
    "group": [
        ("''", _GROUP, "g.writers <> 'anybody'"),
        *(("acc.login", members, f"g.writers = 'members' AND {_AWAKE}") for members in _MEMBERS),
        (
            "acc.login",
            f"""{_GROUP} AND g.writers = 'chosen'
 JOIN mail_groupwriter w ON w.group_id = g.id
 JOIN mail_account acc ON acc.id = w.account_id""",
            _AWAKE,
        ),
    ]
}
_Branches = dict[str, list[tuple[str, str, str]]]
#: By view: what PostgreSQL's function and the column are called, and the branches.
_FOLLOWED: dict[str, tuple[str, str, _Branches]] = {
    "mail_alias_view": ("mail_targets", "target", _TARGETS),
    "mail_sender_view": ("mail_senders", "login", _SENDERS),
    "mail_writer_view": ("mail_writers", "login", _WRITERS),
}
#: What an account adds of itself, whatever addresses it has.
_FURTHER = {
    "mail_alias_view": [
        f"SELECT acc.login, f.target {_FORWARDED}",
        f"SELECT acc.login, acc.login {_FORWARDED} WHERE f.keep_copy AND {_TAKES_MAIL}",
    ],
    "mail_writer_view": [
        f"SELECT a.address, acc.login{{text}} {_GROUP} AND g.writers = 'ministry'"
        f" CROSS JOIN mail_account acc WHERE {_AWAKE}"
    ],
}
#: Who works with which shared mailbox.
_SHARED = f"r.person_id = acc.person_id AND {_takes_mail('box')} AND {_AWAKE}"
_PLAIN = {
    "mail_domain_view": "SELECT name AS domain FROM mail_domain",
    # With the groups that rights on shared mailboxes are given to, in one word; NULL: none.
    "mail_mailbox_view": f"""SELECT acc.login AS address, acc.home, acc.quota_bytes, acc.login,
 (SELECT {{listed}}(
 CASE WHEN r.may_write THEN 'write-' ELSE 'read-' END || CAST(box.id AS VARCHAR(20)), ',')
 FROM mail_sharedright r JOIN mail_account box ON box.id = r.mailbox_id
 WHERE {_SHARED}) AS acl_groups
 FROM mail_account acc WHERE {_TAKES_MAIL}""",
    # Found before anything else that an address may stand for, as it is of nearly every letter.
    "mail_itself_view": f"""SELECT acc.login AS address, acc.login AS target
 FROM mail_account acc
 WHERE {_TAKES_MAIL} AND NOT EXISTS (SELECT 1 FROM mail_forward f
 WHERE f.account_id = acc.id AND {_IN_TIME})""",
    # Groups whose writers are to be looked at; whoever may not write to a moderated one is held.
    "mail_restricted_view": f"""SELECT a.address FROM mail_address a
 WHERE {_of_group("g.writers <> 'anybody' AND NOT g.moderated")}""",
    "mail_login_view": f"""SELECT acc.login, acc.home, acc.quota_bytes, '' AS password
 FROM mail_account acc WHERE {_AWAKE}""",
    "mail_app_password_view": f"""SELECT acc.login, s.secret_sha256, s.id AS device_id
 FROM mail_apppassword s JOIN mail_account acc ON acc.id = s.account_id
 WHERE s.revoked_at IS NULL AND {_AWAKE}""",
    # Opens the rules alone, to this program itself.
    "mail_ticket_view": f"""SELECT acc.login, t.secret_sha256, {{expires}} AS expires
 FROM mail_ticket t JOIN mail_account acc ON acc.id = t.account_id
 WHERE {_TAKES_MAIL}""",
    # allauth keeps a token as the SHA-256 of its letters, and its scopes one a line. What a session
    # gave out goes with it (`directory.accounts.provider`), so that nothing is asked of it here.
    "mail_token_view": f"""SELECT acc.login, t.hash AS token_sha256, {{expires}} AS expires
 FROM allauth_idp_oidc_token t JOIN mail_account acc ON acc.person_id = t.user_id
 WHERE t.type = 'at' AND t.expires_at > {{now}}
 AND {{newline}} || t.scopes || {{newline}} LIKE '%' || {{newline}} || 'mail' || {{newline}} || '%'
 AND {_AWAKE}""",
    "mail_transport_view": f"""SELECT address, transport FROM mail_transport
 UNION ALL SELECT a.address, 'moderation:unix:private/letters' FROM mail_address a
 WHERE {_of_group("g.moderated")}""",
    # Further folders of one's own, for IMAP.
    "mail_shared_view": f"""SELECT acc.login, box.login AS mailbox, '1' AS may_read
 FROM mail_sharedright r JOIN mail_account box ON box.id = r.mailbox_id
 JOIN mail_account acc ON {_SHARED}""",
}
VIEWS = (*_PLAIN, *_FOLLOWED)
#: Those of earlier versions: left there, they would keep tables from being changed.
FORMER = ("mail_shared_groups_view",)
#: The columns by which daemons ask for rows of a view, over and over.
ASKED_BY: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            *("mail_mailbox_view", "mail_itself_view", "mail_alias_view"),
            *("mail_transport_view", "mail_sender_view", "mail_restricted_view"),
        ),
        ("address",),
    ),
    "mail_login_view": ("login",),
    **dict.fromkeys(("mail_app_password_view", "mail_ticket_view"), ("login", "secret_sha256")),
    "mail_token_view": ("login", "token_sha256"),
}


def function_names(view: str) -> list[str]:
    """PostgreSQL's functions for a view, with the types that they take; not all are there.

    Of an earlier version there may be one for a view that is asked so no more.
    """
    found = [f"{_FOLLOWED[view][0]}(bigint)"] if view in _FOLLOWED else []
    return [*found, f"{_rows_name(view)}({_taken(view)})"]


def select(view: str, vendor: str) -> str:
    """The SELECT of a view."""
    if view in _PLAIN:
        return _own_words(_PLAIN[view], vendor)
    function, column, branches = _FOLLOWED[view]
    if vendor == "postgresql":
        first = [
            f"SELECT a.address, found.{column} FROM mail_address a"
            f" CROSS JOIN LATERAL {function}(a.id) AS found({column})"
        ]
    else:
        # The same branch may stand under two kinds.
        first = list(
            dict.fromkeys(
                f"SELECT a.address, {given} AS {column} {source} WHERE {condition}"
                for kind in branches.values()
                for given, source, condition in kind
            )
        )
    return _own_words("\nUNION ALL\n".join([*first, *_FURTHER.get(view, ())]), vendor)


def function(view: str, schema: str) -> str:
    """What makes PostgreSQL's function for a view; empty where it needs none.

    It reads with its owner's rights, like the view, and finds the tables whoever asks.
    """
    if view not in _FOLLOWED:
        return ""
    name, _column, branches = _FOLLOWED[view]
    steps = "".join(
        f"IF it.{kind}_id IS NOT NULL THEN\n"
        + "".join(
            f"RETURN QUERY SELECT {given}::text {source} WHERE a.id = wanted AND {condition};\n"
            for given, source, condition in parts
        )
        + "END IF;\n"
        for kind, parts in branches.items()
    )
    return _own_words(
        f"""CREATE FUNCTION {name}(wanted bigint) RETURNS SETOF text ROWS 10
 LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE it mail_address;
BEGIN
SELECT * INTO it FROM mail_address WHERE id = wanted;
{steps}END $$""",
        "postgresql",
    )


def rows(view: str, vendor: str, *values: str) -> str:
    """What stands in a FROM for the rows of a view whose columns of `ASKED_BY` have these values.

    The values are expressions of SQL.
    """
    if vendor == "postgresql":
        return f"{_rows_name(view)}({', '.join(values)})"
    pairs = zip(ASKED_BY[view], values, strict=True)
    matched = " AND ".join(f"{view}.{column} = {value}" for column, value in pairs)
    return f"(SELECT * FROM {view} WHERE {matched})"


def rows_function(view: str, columns: Iterable[tuple[str, str]]) -> str:
    """What makes PostgreSQL's function for `rows`; empty where daemons do not ask the view so.

    `columns`: all of the view, each with its type. It reads with the rights of whoever asks, so it
    shows nobody more than the view does.
    """
    if view not in ASKED_BY:
        return ""
    given = ", ".join(f"{column} {kind}" for column, kind in columns)
    numbered = enumerate(ASKED_BY[view], 1)
    matched = " AND ".join(f"{view}.{column} = ${number}" for number, column in numbered)
    return f"""CREATE FUNCTION {_rows_name(view)}({_taken(view)}) RETURNS TABLE ({given}) ROWS 1
 LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
RETURN QUERY SELECT * FROM {view} WHERE {matched};
END $$"""


def _rows_name(view: str) -> str:
    return view.replace("_view", "_rows")


def _taken(view: str) -> str:
    return ", ".join("text" for _column in ASKED_BY.get(view, ("",)))


def _own_words(sql: str, vendor: str) -> str:
    for word, own in _OWN_WORDS[vendor].items():
        sql = sql.replace(word, own)
    return sql
