"""What Postfix looks up in the database. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hubung.mail.daemons.source import Source

#: A stranger may not write as one of us, an address that is not there included.
FORGED = "REJECT 5.7.1 Mail from this domain is sent with a sign-in, at the submission port"
#: For an address in full. After each of those Postfix asks for `@domain` and the domain alone: then
#: nothing is asked of the database, for there are no such rows.
_OF_ADDRESS = "WHERE address = lower('%u') || '@' || lower('%d')"
#: By name: the query, for one address or domain.
QUERIES: Mapping[str, str] = {
    "domains": "SELECT domain FROM mail_domain_view WHERE domain = lower('%s')",
    "mailboxes": f"SELECT address FROM mail_mailbox_view {_OF_ADDRESS}",  # noqa: S608
    "itself": f"SELECT target FROM mail_itself_view {_OF_ADDRESS}",  # noqa: S608
    "aliases": f"SELECT DISTINCT target FROM mail_alias_view {_OF_ADDRESS}",  # noqa: S608
    "transports": f"SELECT transport FROM mail_transport_view {_OF_ADDRESS}",  # noqa: S608
    "senders": f"SELECT DISTINCT login FROM mail_sender_view {_OF_ADDRESS}",  # noqa: S608
    "forged": f"SELECT '{FORGED}' FROM mail_domain_view WHERE domain = lower('%s')",  # noqa: S608
    "writers": f"SELECT 'restricted_writers' FROM mail_restricted_view {_OF_ADDRESS}",  # noqa: S608
}


def files(source: Source) -> dict[str, str]:
    """Text by file name."""
    return {
        f"{name}.cf": f"{source.for_postfix()}query = {query}\n" for name, query in QUERIES.items()
    }


def table(source: Source, etc: Path, name: str) -> str:
    """How main.cf names a map: looked up by one process for all of Postfix."""
    return f"proxy:{source.kind}:{etc}/postfix/{name}.cf"
