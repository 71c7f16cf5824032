"""Shared mailboxes as further folders of whoever works with them. Pure: reads and writes nothing.

Dovecot's own way: a namespace of type `shared`, a table that says which boxes somebody sees, and
rights by groups. Table and groups are views, so what is taken back is gone at the next sign-in; the
file of rights names each box once, and changes only when there is a new one.
"""

from __future__ import annotations

from collections.abc import Iterable

#: The folder under which mail programs show them.
FOLDER = "Bersama"
#: By the group in `mail_mailbox_view`; letters of RFC 4314. Nobody gives rights on (a).
_RIGHTS = {"read": "lrs", "write": "lrswtipekx"}

NAMESPACE = f"""\
namespace shared {{
  type = shared
  prefix = {FOLDER}/%%u/
  separator = /
  location = maildir:%%h/mail:LAYOUT=fs
  subscriptions = no
  list = children
}}
"""


def _map(whom: str, table: str, *fields: str) -> str:
    lines = "".join(f"    {field}\n" for field in fields)
    return f"""\
map {{
  pattern = shared/shared-boxes/{whom}/$from
  table = {table}
  value_field = may_read
  fields {{
    mailbox = $from
{lines}  }}
}}
"""


#: As Dovecot's plugin asks for boxes: for somebody; for a group, of which none is called like a
#: login; and for anyone, to whom nothing is given.
MAPS = (
    _map("user/$to", "mail_shared_view", "login = $to")
    + _map("group/$to", "mail_shared_view", "login = $to")
    + _map("anyone", "(SELECT mailbox, may_read FROM mail_shared_view WHERE 1 = 0) AS none")
)


def acl(boxes: Iterable[tuple[int, str]]) -> str:
    """The file of rights: `boxes` are keys and logins."""
    return "".join(
        f'"{FOLDER}/{login}{below}" group={kind}-{key} {rights}\n'
        for key, login in boxes
        for below in ("", "/*")
        for kind, rights in _RIGHTS.items()
    )
